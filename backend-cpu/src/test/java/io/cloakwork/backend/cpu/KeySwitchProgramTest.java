package io.cloakwork.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySwitchProgramTest {

  private static final ModulusChain CHAIN = TestGraphs.chain(10, 6, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void rotationIsThreeStagesAndExact(int threads) {
    check(TestGraphs.rotate(CHAIN, 3, 1), threads, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void multiplicationWithRescaleIsFourStagesAndExact(int threads) {
    check(TestGraphs.multiply(CHAIN, 3, 1), threads, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 32})
  void batchIsOneProgramOfTheSameStages(int batch) {
    check(TestGraphs.rotate(CHAIN, 3, batch), 2, 3);
  }

  @Test
  void aLargeBatchRunsInBlocksInLittleRoom() {
    try (Device cpu = Backends.open("cpu", DeviceOptions.defaults().withThreads(2));
        Executable few = cpu.compile(TestGraphs.multiply(CHAIN, 3, 100), Reuse.MANY);
        Executable many = cpu.compile(TestGraphs.multiply(CHAIN, 3, 400), Reuse.MANY)) {
      assertThat(many.report().temporaryBytes()).isEqualTo(few.report().temporaryBytes());
    }
    check(TestGraphs.multiply(CHAIN, 3, 67), 2, 4);
  }

  private static void check(CommandGraph graph, int threads, int stages) {
    try (Device cpu = Backends.open("cpu", DeviceOptions.defaults().withThreads(threads));
        Device oracle = Backends.open("reference", DeviceOptions.defaults());
        Executable executable = cpu.compile(graph, Reuse.MANY)) {
      ExecutableReport report = executable.report();
      assertThat(report.kernels()).as(report.toString()).isEqualTo(stages);
      Map<String, long[]> expected = GraphRuns.run(oracle, graph, 7);
      Map<String, long[]> actual = GraphRuns.run(cpu, graph, 7);
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      actual.forEach((name, words) -> assertThat(words).as(name).isEqualTo(expected.get(name)));
    }
  }
}
