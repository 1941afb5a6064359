package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.util.Map;

/// What is chosen for a device: which lane its narrow primes use, and the tunables that the
/// manifest of the kernels declares.
///
/// @param narrowLane the lane of primes below 2^50; wider ones are in [Lane#INT64]
/// @param lanes neighbouring coefficients that an item holds: 1, 4 or 8
/// @param groupWords coefficients a work-group of kernels without tiles, a multiple of 8
/// @param logTile log2 of the words that a transform holds in local memory, at least 6
/// @param targets limbs of a base conversion for which a digit is read once
public record Tuning(Lane narrowLane, int lanes, int groupWords, int logTile, int targets) {

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
    if (logTile < TransformShape.MIN_LOG_TILE || logTile > TransformShape.MAX_LOG_TILE) {
      throw new IllegalArgumentException(
          "log tile %d is not in [%d, %d]"
              .formatted(logTile, TransformShape.MIN_LOG_TILE, TransformShape.MAX_LOG_TILE));
    }
    if (targets < 1 || targets > LINE) {
      throw new IllegalArgumentException("targets %d is not in [1, %d]".formatted(targets, LINE));
    }
  }

  /// For devices that run items in lockstep and have fast local memory.
  public static Tuning forGpu() {
    return new Tuning(Lane.FP64, 1, 256, 12, 4);
  }

  /// For processors, where an item is a loop iteration that fills a vector register.
  public static Tuning forProcessor() {
    return new Tuning(Lane.FP64, 8, 1024, 14, 4);
  }

  public Tuning withNarrowLane(Lane lane) {
    return new Tuning(lane, lanes, groupWords, logTile, targets);
  }

  public Tuning withLogTile(int newLogTile) {
    return new Tuning(narrowLane, lanes, groupWords, newLogTile, targets);
  }

  public Tuning withLanes(int newLanes) {
    return new Tuning(narrowLane, newLanes, groupWords, logTile, targets);
  }

  public Tuning withGroupWords(int newGroupWords) {
    return new Tuning(narrowLane, lanes, newGroupWords, logTile, targets);
  }

  public Tuning withTargets(int newTargets) {
    return new Tuning(narrowLane, lanes, groupWords, logTile, newTargets);
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
