package io.cloakwork.cli.command;

import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.cli.UsageFailure;
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
      paramLabel = "N",
      split = ",",
      description = "Which of each backend's devices (default: 0).")
  private List<Integer> devices = List.of(0);

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
  List<DeviceTarget> targets() {
    for (int count : threads) {
      if (count < 0 || count > MAX_THREADS) {
        throw new UsageFailure(
            "--threads is %d and must be from 0, all cores, to %d".formatted(count, MAX_THREADS));
      }
    }
    Set<DeviceTarget> targets = new LinkedHashSet<>();
    for (String backend : backends) {
      for (int index : devices) {
        if (index < 0) {
          throw new UsageFailure("--device is %d and must not be negative".formatted(index));
        }
        for (int count : threads) {
          targets.add(new DeviceTarget(backend, index, backend.equals(THREADED) ? count : 0));
        }
      }
    }
    return List.copyOf(targets);
  }
}
