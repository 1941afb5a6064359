package io.cloakwork.bench.tune;

import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.ckks.Presets;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A quick look at how fast a device is: one rotation uses every family of kernels, in about the
/// shares in which encrypted inference does.
public final class RotationTime {

  private static final String PRESET = "P2";

  // Some tens of runs on any device that is worth looking at.
  private static final Stopwatch BRIEF =
      new Stopwatch(Duration.ofMillis(40), Duration.ofMillis(80), 3, 50);

  private RotationTime() {}

  /// What is timed, for people.
  public static String what() {
    return "a rotation at N = 2^%d".formatted(Presets.named(PRESET).logN());
  }

  /// The median time of a run in microseconds, on a device that is opened for it, after a warm-up.
  ///
  /// @throws io.cloakwork.spi.device.BackendException if the device cannot run it
  public static double micros(Supplier<Device> opener) {
    Workload rotation = Workload.rotation(PRESET, 1);
    return new Meter(_ -> opener.get(), List.of(rotation), BRIEF)
        .measure(Map.of())
        .micros()
        .get(rotation.name());
  }
}
