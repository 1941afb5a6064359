package io.cloakwork.cost;

import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.ResolvedTuning;
import io.cloakwork.hardware.profiles.tuning.TuningException;
import io.cloakwork.hardware.profiles.tuning.TuningOrigin;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Those choices of a GPU's kernels that change what is predicted, as tuning files have them: of
/// this user, the device, its architecture and its vendor, in that order.
///
/// @param usesDoubles whether primes below 2^50 are in doubles, else in words
/// @param logTile log2 of the words of which a group takes a transform in one pass over memory
/// @param evidence what was used and where it comes from, for people
record TunedKernels(boolean usesDoubles, int logTile, String evidence) {

  private static final String DOUBLES = "fp64";
  private static final String WORDS = "int64";
  private static final String LANE = "lane";
  private static final String TILE = "tile";

  // The kernels' own, where nobody has measured.
  private static final String INITIAL_TILE = "12";
  private static final List<String> TILES =
      IntStream.rangeClosed(11, 17).mapToObj(Integer::toString).toList();

  /// The choices for a GPU.
  ///
  /// @param lanes the arithmetics whose rates are known, the better one by its rate first
  /// @param userFolder this user's tuning files, or empty to use none
  /// @throws ProfileException if a tuning file cannot be used
  static TunedKernels ofGpu(DeviceFacts facts, List<Boolean> lanes, Optional<Path> userFolder) {
    if (facts.kind() != DeviceKind.GPU) {
      throw new IllegalArgumentException(facts.path() + " is no GPU");
    }
    List<String> named = lanes.stream().map(doubles -> doubles ? DOUBLES : WORDS).toList();
    List<TuningResolver.Choice> choices =
        List.of(
            new TuningResolver.Choice(LANE, named, named.getFirst()),
            new TuningResolver.Choice(TILE, TILES, INITIAL_TILE));
    DeviceIdentity identity =
        new DeviceIdentity(facts.vendor(), facts.architecture(), facts.device());
    String kernels = facts.vendor().equals("nvidia") ? "cuda" : "opencl";
    try {
      ResolvedTuning resolved =
          TuningResolver.of(kernels, identity, userFolder).resolve(choices, Map.of());
      Map<String, String> values = resolved.plain();
      return new TunedKernels(
          values.get(LANE).equals(DOUBLES), Integer.parseInt(values.get(TILE)), text(resolved));
    } catch (TuningException e) {
      throw new ProfileException("no profile of " + facts.path() + ": " + e.getMessage(), e);
    }
  }

  private static String text(ResolvedTuning resolved) {
    return resolved.values().entrySet().stream()
        .map(entry ->
            "%s %s (%s)"
                .formatted(
                    entry.getKey(), entry.getValue().value(), origin(entry.getValue().origin())))
        .collect(Collectors.joining(", "));
  }

  /// Program files go to others, who need not know this user's folders.
  private static String origin(TuningOrigin origin) {
    return origin instanceof TuningOrigin.User(Path file)
        ? "this user's " + file.getFileName()
        : origin.toString();
  }
}
