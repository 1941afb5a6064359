package io.cloakwork.cli.command;

import io.cloakwork.bench.kernels.KernelProfile;
import io.cloakwork.bench.ops.Operation;
import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Times the kernels of operations, on backends that can.
@Command(
    name = "kernels",
    description = "Time the kernels of operations (opencl and cuda), and what lies between them.")
final class BenchKernelsCommand extends ConsoleCommand {

  private static final Map<String, String> PROFILING = Map.of("profiling", "on");

  @Mixin private DeviceOption device;

  @Mixin private BenchSubject subject;

  BenchKernelsCommand(Console console) {
    super(console);
  }

  private record Report(
      String preset,
      Parameters parameters,
      String backend,
      DeviceProfile device,
      MachineFacts machine,
      List<KernelProfile> profiles)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = BenchSubject.header(preset, parameters, backend, device, machine);
      json.put("results", profiles.stream().map(Report::row).toList());
      return json;
    }

    private static Map<String, Object> row(KernelProfile profile) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("op", profile.operation().label());
      row.put("wall_us", profile.wallMicros());
      row.put("span_us", profile.spanMicros());
      row.put("kernels_us", profile.kernelMicros());
      row.put("launches", profile.launches());
      row.put(
          "kernels",
          profile.kernels().stream()
              .map(kernel ->
                  Map.of(
                      "kernel", kernel.name(),
                      "launches", kernel.launches(),
                      "us", kernel.micros()))
              .toList());
      return row;
    }

    @Override
    public void print(Console console) {
      console.out().printf("%s on %s (%s)%n", preset, backend, device.name());
      for (KernelProfile profile : profiles) {
        console
            .out()
            .printf(
                Locale.ROOT,
                "%n%-20s %9.1f us; from the first kernel to the last %.1f us, kernels %.1f us in %d launches%n",
                profile.operation().label(),
                profile.wallMicros(),
                profile.spanMicros(),
                profile.kernelMicros(),
                profile.launches());
        for (KernelProfile.Kernel kernel : profile.kernels()) {
          console
              .out()
              .printf(
                  Locale.ROOT,
                  "  %-24s %4d x %9.1f us%n",
                  kernel.name(),
                  kernel.launches(),
                  kernel.micros());
        }
      }
    }
  }

  @Override
  Result execute() {
    Set<Operation> operations = subject.operations(KernelProfile.single());
    Parameters parameters = subject.parameters();
    Stopwatch stopwatch = Stopwatch.of(Duration.ofSeconds(1));
    try (Progress progress = Progress.start(console(), "bench kernels " + subject.preset());
        Device profiled = device.open(true, PROFILING);
        Device plain = device.open(true)) {
      progress.say("keys and runs");
      List<KernelProfile> profiles =
          KernelProfile.of(parameters, profiled, plain, operations, stopwatch);
      return new Report(
          subject.preset(),
          parameters,
          device.backend(),
          plain.profile(),
          MachineFacts.here(),
          profiles);
    }
  }
}
