package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The same operations by JMH and by the product's own timer. The bound is wide because the two run
/// one after the other on a machine that may be busy with something else; a mistake of either, such
/// as timing the interpreter or nothing at all, is far beyond it.
@Tag("slow")
class JmhAgreementTest {

  private static final String PRESET = "P1";
  private static final double MOST_APART = 2;

  @Test
  void bothTimersSeeTheSame() throws RunnerException {
    Map<String, Double> jmh = new LinkedHashMap<>();
    jmh.put("mul_relin_rescale", micros(cipher(Operation.MUL_RELIN_RESCALE)));
    jmh.put("rotate", micros(cipher(Operation.ROTATE)));
    jmh.put("rns_ntt", micros(contract(RnsOperation.NTT)));
    jmh.put("rns_mod_down", micros(contract(RnsOperation.MOD_DOWN)));
    Map<String, Double> own = own(List.copyOf(jmh.keySet()));
    jmh.forEach((op, micros) -> {
      double ratio = own.get(op) / micros;
      System.out.printf("%s: JMH %.1f us, bench %.1f us%n", op, micros, own.get(op));
      assertThat(ratio).as(op).isBetween(1 / MOST_APART, MOST_APART);
    });
  }

  private static Map<String, Double> own(List<String> names) {
    Parameters parameters = Presets.named(PRESET).validate();
    DeviceOptions options =
        DeviceOptions.defaults().withThreads(1).withProperty("warmup", "await-all");
    Map<String, Double> micros = new LinkedHashMap<>();
    try (Device device = Backends.open("cpu", options)) {
      new OpsBenchmark(parameters, device, Selection.of(names), 1)
          .run(Effort.thorough(Duration.ofSeconds(1)), _ -> {})
          .measurements()
          .forEach(row -> micros.put(row.op(), row.timing().medianMicros()));
    }
    return micros;
  }

  private static ChainedOptionsBuilder cipher(Operation operation) {
    return new OptionsBuilder()
        .include(CiphertextBenchmark.class.getName())
        .param("operation", operation.name());
  }

  private static ChainedOptionsBuilder contract(RnsOperation operation) {
    return new OptionsBuilder()
        .include(ContractBenchmark.class.getName())
        .param("operation", operation.name())
        .param("lane", Lane.FAST.name())
        .param("form", RnsForm.FUSED.name());
  }

  private static double micros(ChainedOptionsBuilder benchmark) throws RunnerException {
    RunResult result =
        new Runner(
                benchmark
                    .param("preset", PRESET)
                    .param("workers", "1")
                    .warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    // Like ours a median: a mean has in it what the machine did besides.
                    .mode(Mode.SampleTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .forks(1)
                    .build())
            .runSingle();
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }
}
