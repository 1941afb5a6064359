package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Programs whose buffers are bound allocate nothing, by JMH's account of all threads.
///
/// JMH allocates some kilobytes of its own in an iteration, however many operations that has: with
/// operations of a millisecond, bytes an operation that are its alone. They are measured with a
/// benchmark that does nothing, and left out.
@Tag("slow")
class HotPathAllocationTest {

  private static final String BYTES_AN_OPERATION = "gc.alloc.rate.norm";

  /// What one iteration allocated.
  private record Allocation(double bytes, long operations) {}

  @Test
  void boundProgramsAllocateNothing() throws RunnerException {
    double ofJmh = least(run(options(IdleBenchmark.class)).iterator().next()).bytes();
    Collection<RunResult> results =
        run(
            options(DeviceBenchmark.class)
                .param("preset", "P1")
                .param("workers", "1", "2")
                .param("operation", BoundOperation.ROTATE.name()));
    assertThat(results).hasSize(2);
    for (RunResult result : results) {
      Allocation least = least(result);
      double bytes = (least.bytes() - ofJmh) / least.operations();
      String workers = result.getParams().getParam("workers");
      System.out.printf(
          "rotate at P1 with %s workers: %.0f bytes in %d operations, JMH alone %.0f: %.3f B/op%n",
          workers, least.bytes(), least.operations(), ofJmh, bytes);
      assertThat(least.operations()).as("operations in an iteration").isGreaterThan(100);
      assertThat(bytes).as("bytes an operation with %s workers", workers).isLessThan(1);
    }
  }

  /// In a process of its own, where no other test's threads allocate.
  private static ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName())
        .addProfiler(GCProfiler.class)
        .warmupIterations(2)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(4)
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .forks(1);
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }

  /// The iteration that allocated least: others also have what JMH sends home, and what compilers
  /// and classes that are still being loaded take.
  private static Allocation least(RunResult result) {
    Allocation least = new Allocation(Double.POSITIVE_INFINITY, 0);
    List<BenchmarkResult> forks = List.copyOf(result.getBenchmarkResults());
    for (IterationResult iteration : forks.getFirst().getIterationResults()) {
      long operations = iteration.getMetadata().getMeasuredOps();
      double perOperation = iteration.getSecondaryResults().get(BYTES_AN_OPERATION).getScore();
      if (perOperation * operations < least.bytes()) {
        least = new Allocation(perOperation * operations, operations);
      }
    }
    return least;
  }
}
