package io.cloakwork.kernels.launch;

import io.cloakwork.spi.device.Tunable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The parts of a [Tuning] by the names and values that properties and tuning files use; the
/// manifest of the kernels lists the same.
public enum TuningChoice {
  LANE("lane", "arithmetic of primes below 2^50: doubles or 64-bit words"),
  LANES("lanes", "neighbouring coefficients an item"),
  GROUP_WORDS("groupWords", "coefficients a work-group of kernels without tiles"),
  TILE("tile", "log2 of the words that a transform holds in local memory"),
  TARGETS("targets", "limbs for which a base conversion reads a digit once"),
  FUSED_SOURCES("fusedSources", "most limbs of a digit that a transform converts itself"),
  RADIX_FP64("radixFp64", "log2 of the points of a transform's step in doubles"),
  RADIX_INT64("radixInt64", "log2 of the points of a transform's step in words"),
  SPREAD("spread", "whether a tile's words are spread over the banks of local memory"),
  SEEDS("seeds", "who makes uniform polynomials from seeds");

  private static final String HOST = "host";
  private static final String DEVICE = "device";

  private final String key;
  private final String meaning;

  TuningChoice(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /// The choice of that name.
  public static Optional<TuningChoice> named(String key) {
    return Arrays.stream(values()).filter(choice -> choice.key.equals(key)).findFirst();
  }

  /// The name in properties and tuning files.
  public String key() {
    return key;
  }

  /// One phrase, with its unit.
  public String meaning() {
    return meaning;
  }

  /// All values that kernels can be built with, neighbours being alike; a device may be able to run
  /// fewer.
  public List<String> allowed() {
    return switch (this) {
      case LANE -> Arrays.stream(Lane.values()).map(Lane::fileName).toList();
      case LANES -> List.of("1", "4", "8");
      case GROUP_WORDS -> List.of("64", "128", "256", "512", "1024", "2048", "4096");
      case TILE -> range(TransformShape.MIN_LOG_TILE, TransformShape.MAX_LOG_TILE);
      case TARGETS -> range(1, Tuning.LINE);
      case FUSED_SOURCES -> List.of("0", "1", "2", "4", "8", "16");
      case RADIX_FP64, RADIX_INT64 -> List.of("2", "3");
      case SPREAD -> List.of("false", "true");
      case SEEDS -> List.of(HOST, DEVICE);
    };
  }

  private static List<String> range(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  /// This part of `tuning`.
  public String of(Tuning tuning) {
    return switch (this) {
      case LANE -> tuning.narrowLane().fileName();
      case LANES -> Integer.toString(tuning.lanes());
      case GROUP_WORDS -> Integer.toString(tuning.groupWords());
      case TILE -> Integer.toString(tuning.logTile());
      case TARGETS -> Integer.toString(tuning.targets());
      case FUSED_SOURCES -> Integer.toString(tuning.fusedSources());
      case RADIX_FP64 -> Integer.toString(tuning.logRadixFp64());
      case RADIX_INT64 -> Integer.toString(tuning.logRadixInt64());
      case SPREAD -> Boolean.toString(tuning.spread());
      case SEEDS -> tuning.expandsSeeds() ? DEVICE : HOST;
    };
  }

  /// All choices of a device, with the values that it can run.
  ///
  /// @param initial the tuning of a device that nobody has measured
  /// @param values of a choice, `initial`'s among them
  public static List<Tunable> tunables(
      Tuning initial, Function<TuningChoice, List<String>> values) {
    return Arrays.stream(values())
        .map(choice ->
            new Tunable(choice.key, values.apply(choice), choice.of(initial), choice.meaning))
        .toList();
  }

  /// Those of `tunables` that running graphs can tell apart: where uniform polynomials are made is
  /// seen when keys are uploaded.
  public static List<Tunable> seenInGraphs(List<Tunable> tunables) {
    return tunables.stream().filter(tunable -> !tunable.name().equals(SEEDS.key)).toList();
  }

  private Tuning set(Tuning tuning, String value) {
    if (!allowed().contains(value)) {
      throw new IllegalArgumentException(
          "tuning %s is '%s', not one of %s".formatted(key, value, allowed()));
    }
    return switch (this) {
      case LANE -> tuning.withNarrowLane(lane(value));
      case LANES -> tuning.withLanes(Integer.parseInt(value));
      case GROUP_WORDS -> tuning.withGroupWords(Integer.parseInt(value));
      case TILE -> tuning.withLogTile(Integer.parseInt(value));
      case TARGETS -> tuning.withTargets(Integer.parseInt(value));
      case FUSED_SOURCES -> tuning.withFusedSources(Integer.parseInt(value));
      case RADIX_FP64 -> tuning.withLogRadixFp64(Integer.parseInt(value));
      case RADIX_INT64 -> tuning.withLogRadixInt64(Integer.parseInt(value));
      case SPREAD -> tuning.withSpread(Boolean.parseBoolean(value));
      case SEEDS -> tuning.withExpandsSeeds(value.equals(DEVICE));
    };
  }

  private static Lane lane(String fileName) {
    return Arrays.stream(Lane.values())
        .filter(lane -> lane.fileName().equals(fileName))
        .findFirst()
        .orElseThrow();
  }

  /// `tuning` with every part that `named` has changed.
  ///
  /// @throws IllegalArgumentException if a name or a value is unknown; the message says which
  static Tuning apply(Tuning tuning, Map<String, String> named) {
    Tuning result = tuning;
    for (Map.Entry<String, String> entry : named.entrySet()) {
      TuningChoice choice = named(entry.getKey()).orElseThrow(() -> unknown(entry.getKey()));
      result = choice.set(result, entry.getValue());
    }
    return result;
  }

  private static IllegalArgumentException unknown(String key) {
    return new IllegalArgumentException(
        "'%s' is no part of a tuning; there are %s"
            .formatted(key, Arrays.stream(values()).map(TuningChoice::key).toList()));
  }
}
