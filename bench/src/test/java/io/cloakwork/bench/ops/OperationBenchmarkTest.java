package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationBenchmarkTest {

  private static final Parameters SMALL =
      new ParametersLiteral(
              6, List.of(50, 40, 40), List.of(50), 40, 3, 5, SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  @Test
  void everyOperationRunsAndGivesItsMemoryBack() {
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        OperationBenchmark benchmark =
            new OperationBenchmark(SMALL, device, EnumSet.allOf(Operation.class))) {
      for (Operation operation : Operation.values()) {
        benchmark.run(operation);
        long allocated = device.allocatedBytes();
        benchmark.run(operation);
        assertThat(device.allocatedBytes()).as(operation.label()).isEqualTo(allocated);
      }
    }
  }

  @Test
  void timesARunOfAnOperation() {
    Stopwatch once = new Stopwatch(Duration.ZERO, Duration.ZERO, 3, 3);
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        OperationBenchmark benchmark =
            new OperationBenchmark(SMALL, device, EnumSet.of(Operation.ADD))) {
      Measurement measurement = benchmark.time(Operation.ADD, once);
      assertThat(measurement.leastMicros()).isPositive();
      assertThat(measurement.medianMicros()).isGreaterThanOrEqualTo(measurement.leastMicros());
      Map<String, Object> row = measurement.toRow("1", "small", 1);
      assertThat(row)
          .containsEntry("library", "cloakwork")
          .containsEntry("op", "add")
          .containsEntry("runs", 3);
    }
  }

  @Test
  void operationsHaveTheNamesOfTheReports() {
    assertThat(Operation.labelled("mul_relin_rescale")).contains(Operation.MUL_RELIN_RESCALE);
    assertThat(Operation.labelled("MULTIPLY")).isEmpty();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Stopwatch.median(new long[] {1, 3, 5})).isEqualTo(3);
    assertThat(Stopwatch.median(new long[] {1, 3, 6, 100})).isEqualTo(4.5);
  }
}
