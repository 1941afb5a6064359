package io.cloakwork.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.floors.Form;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationBenchmarkTest {

  private static final Parameters SMALL =
      new ParametersLiteral(
              6, List.of(50, 40, 40), List.of(50), 40, 3, 5, SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  private static OperationBenchmark all(Device device, int batch) {
    return new OperationBenchmark(SMALL, device, batch, EnumSet.allOf(Operation.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyOperationRunsAndGivesItsMemoryBack(int batch) {
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        OperationBenchmark benchmark = all(device, batch)) {
      for (Operation operation : Operation.values()) {
        benchmark.run(operation);
        long allocated = device.allocatedBytes();
        benchmark.run(operation);
        assertThat(device.allocatedBytes()).as(operation.label()).isEqualTo(allocated);
      }
    }
  }

  @Test
  void resultsAreAsExactAsTheSchemeIs() {
    Set<Operation> withoutSlots =
        EnumSet.of(Operation.NTT, Operation.INTT, Operation.KEYGEN_GALOIS, Operation.KEYGEN_RELIN);
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        OperationBenchmark benchmark = all(device, 2)) {
      for (Operation operation : Operation.values()) {
        OptionalDouble bits = benchmark.precisionBits(operation);
        assertThat(bits.isEmpty())
            .as(operation.label())
            .isEqualTo(withoutSlots.contains(operation));
        assertThat(bits.orElse(30)).as(operation.label()).isBetween(20.0, 45.0);
      }
    }
  }

  @Test
  void workIsWhatTheGraphsOfOneRunAsk() {
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        OperationBenchmark one = all(device, 1);
        OperationBenchmark three = all(device, 3)) {
      long row = 8L << 6;
      // Two ciphertexts in, one out, of 2 polynomials and 3 limbs each; 64 additions a row.
      assertThat(one.work(Operation.ADD)).isEqualTo(new Work(Map.of(), 6 * 64, 18 * row));
      // Three products of pairs and their sum: four products a slot and limb.
      assertThat(one.work(Operation.MULTIPLY).products()).isEqualTo(4 * 3 * 64);
      assertThat(one.work(Operation.MULTIPLY).products(Lane.FAST, Form.TERM))
          .as("a_0 b_1 + a_1 b_0 is reduced once")
          .isEqualTo(2 * 3 * 64);
      assertThat(three.work(Operation.MULTIPLY).products()).isEqualTo(3 * 4 * 3 * 64);
      // One plaintext for all items: three limbs of it, six of a ciphertext in and six out.
      assertThat(one.work(Operation.MULTIPLY_PLAIN).bytes()).isEqualTo(15 * row);
      assertThat(three.work(Operation.MULTIPLY_PLAIN).bytes()).isEqualTo(39 * row);
      // Keys are read once for the batch.
      long key = 3 * 2 * 4 * row;
      assertThat(one.work(Operation.ROTATE).bytes()).isEqualTo(key + 12 * row);
      assertThat(three.work(Operation.ROTATE).bytes()).isEqualTo(key + 36 * row);
    }
  }

  @Test
  void rowsAreMeasuredAndNamed() {
    Selection selection = Selection.of(List.of("ntt", "add", "rns_mod_down"));
    try (Device device = Backends.open("reference", DeviceOptions.defaults())) {
      List<Double> progress = new ArrayList<>();
      List<Measurement> measured =
          new OpsBenchmark(SMALL, device, selection, 1)
              .run(Effort.quick(Duration.ofMillis(2)), progress::add)
              .measurements();
      assertThat(measured)
          .extracting(Measurement::op)
          .containsExactly(
              "ntt",
              "add",
              "rns_mod_down",
              "rns_mod_down_composed",
              "rns_mod_down_wide",
              "rns_mod_down_composed_wide");
      assertThat(measured)
          .allSatisfy(row -> {
            assertThat(row.timing().leastMicros().getAsDouble())
                .isPositive()
                .isLessThanOrEqualTo(row.timing().medianMicros());
            assertThat(row.timing().runs()).isGreaterThanOrEqualTo(3);
          });
      assertThat(progress).isSorted();
      assertThat(progress.getLast()).isCloseTo(1, within(1e-9));
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
