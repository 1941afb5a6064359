package io.cloakwork.bench.result;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/// The least time that a piece of work can take on a device.
///
/// @param micros that time
/// @param modularOperations the counted modular multiplications, terms of sums among them
/// @param bytes the fewest bytes that must move to or from the device's memory
/// @param peaks what the time was computed from
public record Floor(
    double micros, OptionalLong modularOperations, OptionalLong bytes, Optional<Peaks> peaks) {

  public Floor {
    if (!(micros > 0 && Double.isFinite(micros))) {
      throw new IllegalArgumentException(
          "a floor of %s microseconds is not a positive number".formatted(micros));
    }
  }

  /// The floor of counted work: whichever of arithmetic and memory takes longer, both at their peak
  /// and perfectly overlapped (Williams, Waterman, Patterson: Roofline, CACM 52(4), 2009).
  ///
  /// @throws IllegalArgumentException if there is no work
  public static Floor of(long modularOperations, long bytes, Peaks peaks) {
    double arithmetic = modularOperations / peaks.modularOperationsPerSecond();
    double memory = bytes / peaks.bytesPerSecond();
    return new Floor(
        1e6 * Math.max(arithmetic, memory),
        OptionalLong.of(modularOperations),
        OptionalLong.of(bytes),
        Optional.of(peaks));
  }

  /// Whether the row can be drawn under a roof: both counts and the peaks are known.
  public boolean isCounted() {
    return modularOperations.isPresent()
        && bytes.isPresent()
        && bytes.getAsLong() > 0
        && peaks.isPresent();
  }

  /// Whether moving the bytes takes longer than the arithmetic.
  ///
  /// @throws NoSuchElementException unless it is counted
  public boolean isBoundByMemory() {
    Peaks known = peaks.orElseThrow();
    return bytes.orElseThrow() / known.bytesPerSecond()
        > modularOperations.orElseThrow() / known.modularOperationsPerSecond();
  }

  /// The part of the floor's speed that was achieved, in (0, 1] but for noise: above 1 where the
  /// count or a peak is wrong, or where data stayed in a cache that the count knows nothing of
  /// ([BenchRow#beatsFloor()]).
  public double achieved(double medianMicros) {
    return micros / medianMicros;
  }
}
