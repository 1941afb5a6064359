package io.cloakwork.cli.command;

import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.spi.device.Backends;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/// Which devices are measured: every combination of what is listed.
final class BenchTargets {

  private static final int MAX_THREADS = 1024;

  /// The one backend that runs on as many threads as it is told to.
  private static final String THREADED = "cpu";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      description = "The backends, for instance cpu,opencl (default: cpu); 'devices' lists them.")
  private List<String> backends = List.of(THREADED);

  @Option(
      names = "--device",
      paramLabel = "N|NAME",
      split = ",",
      description = "Which of each backend's devices, by index or by name (default: 0).")
  private List<String> devices = List.of("0");

  @Option(
      names = "--threads",
      paramLabel = "T",
      split = ",",
      description =
          "Worker threads of the cpu backend, for instance 1,2 (default: all cores, which is 0).")
  private List<Integer> threads = List.of(0);

  /// The devices, those that differ in threads only next to each other.
  ///
  /// @throws UsageFailure if a number is out of range
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if there is no such backend, or it
  ///   has no device of that name
  List<DeviceTarget> targets() {
    for (int count : threads) {
      if (count < 0 || count > MAX_THREADS) {
        throw new UsageFailure(
            "--threads is %d and must be from 0, all cores, to %d".formatted(count, MAX_THREADS));
      }
    }
    Set<DeviceTarget> targets = new LinkedHashSet<>();
    for (String backend : backends) {
      for (String device : devices) {
        if (device.startsWith("-")) {
          throw new UsageFailure("--device is %s and must not be negative".formatted(device));
        }
        int index = Backends.index(Backends.named(backend), device);
        for (int count : threads) {
          targets.add(new DeviceTarget(backend, index, backend.equals(THREADED) ? count : 0));
        }
      }
    }
    return List.copyOf(targets);
  }
}
