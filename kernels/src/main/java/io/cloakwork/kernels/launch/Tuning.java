package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.util.Map;

/// What is chosen for a device: which lane its narrow primes use, and the tunables that the
/// manifest of the kernels declares.
///
/// @param narrowLane the lane of primes below 2^50; wider ones are in [Lane#INT64]
/// @param lanes neighbouring coefficients that an item holds: 1, 4 or 8
/// @param groupWords coefficients a work-group of kernels without tiles, a multiple of 8
/// @param logTile log2 of the words that a transform holds in local memory, at least 11
/// @param targets limbs of a base conversion for which a digit is read once
/// @param fusedSources most limbs of a digit that the transform of its conversion converts itself;
///   wider ones are converted by a launch of their own
/// @param logRadixFp64 stages of a transform's step in doubles: 2 or 3
/// @param logRadixInt64 the same in words
/// @param spread whether a tile's words are spread over the banks of local memory; no matter unless
///   `lanes` is 1
/// @param expandsSeeds whether the device makes uniform polynomials from seeds; else the host does
public record Tuning(
    Lane narrowLane,
    int lanes,
    int groupWords,
    int logTile,
    int targets,
    int fusedSources,
    int logRadixFp64,
    int logRadixInt64,
    boolean spread,
    boolean expandsSeeds) {

  /// Neighbouring coefficients of a line of items.
  static final int LINE = 8;

  public Tuning {
    if (lanes != 1 && lanes != 4 && lanes != 8) {
      throw new IllegalArgumentException("lanes " + lanes + " is not 1, 4 or 8");
    }
    if (groupWords < LINE || groupWords % LINE != 0) {
      throw new IllegalArgumentException(
          "group words %d is not a multiple of %d".formatted(groupWords, LINE));
    }
    requireRange("log tile", logTile, TransformShape.MIN_LOG_TILE, TransformShape.MAX_LOG_TILE);
    requireRange("targets", targets, 1, LINE);
    requireRange("fused sources", fusedSources, 0, Integer.MAX_VALUE);
    requireRange("log radix of doubles", logRadixFp64, 2, 3);
    requireRange("log radix of words", logRadixInt64, 2, 3);
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d is not in [%d, %d]".formatted(name, value, min, max));
    }
  }

  /// For devices that run items in lockstep and have fast local memory.
  public static Tuning forGpu() {
    return new Tuning(Lane.FP64, 1, 256, 12, 4, 2, 3, 3, true, true);
  }

  /// For processors, where an item is a loop iteration that fills a vector register.
  public static Tuning forProcessor() {
    return new Tuning(Lane.FP64, 8, 1024, 14, 4, 2, 3, 3, false, false);
  }

  public Tuning withNarrowLane(Lane value) {
    Builder changed = toBuilder();
    changed.narrowLane = value;
    return changed.build();
  }

  public Tuning withLanes(int value) {
    Builder changed = toBuilder();
    changed.lanes = value;
    return changed.build();
  }

  public Tuning withGroupWords(int value) {
    Builder changed = toBuilder();
    changed.groupWords = value;
    return changed.build();
  }

  public Tuning withLogTile(int value) {
    Builder changed = toBuilder();
    changed.logTile = value;
    return changed.build();
  }

  public Tuning withTargets(int value) {
    Builder changed = toBuilder();
    changed.targets = value;
    return changed.build();
  }

  public Tuning withFusedSources(int value) {
    Builder changed = toBuilder();
    changed.fusedSources = value;
    return changed.build();
  }

  public Tuning withLogRadixFp64(int value) {
    Builder changed = toBuilder();
    changed.logRadixFp64 = value;
    return changed.build();
  }

  public Tuning withLogRadixInt64(int value) {
    Builder changed = toBuilder();
    changed.logRadixInt64 = value;
    return changed.build();
  }

  public Tuning withSpread(boolean value) {
    Builder changed = toBuilder();
    changed.spread = value;
    return changed.build();
  }

  public Tuning withExpandsSeeds(boolean value) {
    Builder changed = toBuilder();
    changed.expandsSeeds = value;
    return changed.build();
  }

  private Builder toBuilder() {
    Builder builder = new Builder();
    builder.narrowLane = narrowLane;
    builder.lanes = lanes;
    builder.groupWords = groupWords;
    builder.logTile = logTile;
    builder.targets = targets;
    builder.fusedSources = fusedSources;
    builder.logRadixFp64 = logRadixFp64;
    builder.logRadixInt64 = logRadixInt64;
    builder.spread = spread;
    builder.expandsSeeds = expandsSeeds;
    return builder;
  }

  /// The components while one is changed.
  private static final class Builder {
    private Lane narrowLane;
    private int lanes;
    private int groupWords;
    private int logTile;
    private int targets;
    private int fusedSources;
    private int logRadixFp64;
    private int logRadixInt64;
    private boolean spread;
    private boolean expandsSeeds;

    Tuning build() {
      return new Tuning(
          narrowLane,
          lanes,
          groupWords,
          logTile,
          targets,
          fusedSources,
          logRadixFp64,
          logRadixInt64,
          spread,
          expandsSeeds);
    }
  }

  /// Stages of a transform's step in a lane.
  int logRadix(Lane lane) {
    return lane == Lane.FP64 ? logRadixFp64 : logRadixInt64;
  }

  /// This tuning with the parts that `named` has, by [TuningChoice#key].
  ///
  /// @throws IllegalArgumentException if a name or a value is unknown; the message says which
  public Tuning with(Map<String, String> named) {
    return TuningChoice.apply(this, named);
  }

  Lane laneOf(Modulus modulus) {
    return modulus.isFastLane() ? narrowLane : Lane.INT64;
  }
}
