package io.cloakwork.bench.kernels;

import io.cloakwork.bench.device.ObservedDevice;
import io.cloakwork.bench.device.ObservedDevice.Submission;
import io.cloakwork.bench.ops.Operation;
import io.cloakwork.bench.ops.OperationBenchmark;
import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.KernelTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an operation's kernels take, against what the operation takes: the difference is launching
/// and waiting. Times are medians over runs.
///
/// @param operation what ran
/// @param wallMicros the operation on a device that is not profiled, from call to result
/// @param spanMicros from the first kernel's start to the last one's end
/// @param kernelMicros the kernels' own times, summed; more than the span where they overlap
/// @param launches kernels of a run
/// @param kernels the same kernel by kernel, the longest first
public record KernelProfile(
    Operation operation,
    double wallMicros,
    double spanMicros,
    double kernelMicros,
    int launches,
    List<Kernel> kernels) {

  private static final int RUNS = 31;

  /// A kernel's share.
  ///
  /// @param name the kernel's
  /// @param launches of a run
  /// @param micros all of them together
  public record Kernel(String name, int launches, double micros) {}

  /// One run's times.
  private record Run(double span, double sum, int launches, Map<String, double[]> byKernel) {}

  public KernelProfile {
    kernels = List.copyOf(kernels);
  }

  /// Profiles operations.
  ///
  /// @param profiled a device that was opened to note when kernels run
  /// @param plain the same without
  /// @throws IllegalArgumentException if `profiled` gives no times
  public static List<KernelProfile> of(
      Parameters parameters,
      Device profiled,
      Device plain,
      Set<Operation> operations,
      Stopwatch stopwatch) {
    Map<Operation, Double> wall = new LinkedHashMap<>();
    try (OperationBenchmark benchmark = new OperationBenchmark(parameters, plain, 1, operations)) {
      for (Operation operation : operations) {
        long[] nanos = stopwatch.time(() -> benchmark.run(operation));
        wall.put(operation, Stopwatch.median(nanos) / 1e3);
      }
    }
    ObservedDevice observed = new ObservedDevice(profiled);
    try (OperationBenchmark benchmark =
        new OperationBenchmark(parameters, observed, 1, operations)) {
      return operations.stream()
          .map(operation -> profile(operation, wall.get(operation), benchmark, observed))
          .toList();
    }
  }

  /// The operations that are one submission, so that nothing but kernels lies between its kernels.
  public static Set<Operation> single() {
    return EnumSet.of(
        Operation.ADD,
        Operation.MULTIPLY,
        Operation.MULTIPLY_PLAIN,
        Operation.SQUARE,
        Operation.RELINEARIZE,
        Operation.RESCALE,
        Operation.MUL_RELIN_RESCALE,
        Operation.ROTATE,
        Operation.ROTATE8_HOISTED);
  }

  private static KernelProfile profile(
      Operation operation,
      double wallMicros,
      OperationBenchmark benchmark,
      ObservedDevice observed) {
    benchmark.run(operation);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(run(operation, observed.during(() -> benchmark.run(operation))));
    }
    List<Kernel> kernels =
        runs.getFirst().byKernel().entrySet().stream()
            .map(entry ->
                new Kernel(
                    entry.getKey(),
                    (int) entry.getValue()[1],
                    median(runs, run -> run.byKernel().get(entry.getKey())[0])))
            .sorted(Comparator.comparingDouble(Kernel::micros).reversed())
            .toList();
    return new KernelProfile(
        operation,
        wallMicros,
        median(runs, Run::span),
        median(runs, Run::sum),
        runs.getFirst().launches(),
        kernels);
  }

  private static double median(List<Run> runs, java.util.function.ToDoubleFunction<Run> part) {
    double[] values = runs.stream().mapToDouble(part).toArray();
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Run run(Operation operation, List<Submission> submissions) {
    Map<String, double[]> byKernel = new LinkedHashMap<>();
    double span = 0;
    double sum = 0;
    int launches = 0;
    for (Submission submission : submissions) {
      List<KernelTime> times = submission.completion().kernelTimes();
      if (times.isEmpty()) {
        throw new IllegalArgumentException(
            "the device gives no times of the kernels of " + operation.label());
      }
      long first = times.stream().mapToLong(KernelTime::startNanos).min().orElseThrow();
      long last = times.stream().mapToLong(KernelTime::endNanos).max().orElseThrow();
      span += (last - first) / 1e3;
      for (KernelTime time : times) {
        String line = submission.report().description().get(time.kernel());
        double[] total = byKernel.computeIfAbsent(line.split(" ", 2)[0], _ -> new double[2]);
        total[0] += time.nanos() / 1e3;
        total[1]++;
        sum += time.nanos() / 1e3;
        launches++;
      }
    }
    return new Run(span, sum, launches, byKernel);
  }
}
