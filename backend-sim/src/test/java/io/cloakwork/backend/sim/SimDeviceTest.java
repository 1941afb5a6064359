package io.cloakwork.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.cost.GraphCost;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.KernelTime;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock of a simulated device.
class SimDeviceTest {

  private static final int LOG_N = 10;
  private static final RnsBasis BASIS =
      RnsBasis.of(Primes.largestBelow(50, LOG_N, 1, Set.of()).getFirst());

  private final BackendProvider provider = Backends.named("sim");

  private static CommandGraph transform() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsView<Domain.Coeff> in = graph.input("x", Domain.COEFF, 1, BASIS);
    graph.nttInto(in, graph.output("y", Domain.EVAL, 1, BASIS));
    return graph.build();
  }

  private Device open(String device, Map<String, String> properties) {
    return provider.open(
        new DeviceOptions(Backends.index(provider, device), 0, true, 0, properties));
  }

  private static long nanos(List<KernelTime> times) {
    return times.getLast().endNanos() - times.getFirst().startNanos();
  }

  /// Two runs of a transform of x^0: exact, and one after the other on the clock.
  @Test
  void aRunTakesWhatTheProfilePredictsAndItsTransfersOnce() {
    MachineProfile profile = MachineProfiles.derived("alveo-u280", Optional.empty()).orElseThrow();
    CommandGraph graph = transform();
    double run = 1e9 * profile.seconds(GraphCost.of(graph));
    double link = 1e9 * profile.transferSeconds(8L << LOG_N);
    try (Device device = open("alveo-u280", Map.of());
        Executable executable = device.compile(graph, Reuse.MANY);
        DeviceBuffer x = device.allocate(graph.bound("x").shape());
        DeviceBuffer y = device.allocate(graph.bound("y").shape())) {
      long[] one = new long[1 << LOG_N];
      one[0] = 1;
      x.upload(one);
      var bindings = executable.newBindings().bind("x", x).bind("y", y);
      Completion first = executable.submit(bindings);
      assertThat(first.kernelTimes()).hasSameSizeAs(executable.report().description());
      assertThat((double) nanos(first.kernelTimes())).isCloseTo(run + link, within(2.0));
      assertThat(y.download()).containsOnly(1);
      Completion second = executable.submit(bindings, first);
      assertThat((double) nanos(second.kernelTimes())).isCloseTo(run + link, within(2.0));
      Completion third = executable.submit(bindings, second);
      assertThat((double) nanos(third.kernelTimes())).isCloseTo(run, within(2.0));
      assertThat(third.kernelTimes().getFirst().startNanos())
          .isEqualTo(second.kernelTimes().getLast().endNanos());
    }
  }

  @Test
  void aProfileOfOnesOwnIsUsed(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.json"),
            """
            {"name": "mine", "threads": 1, "parallelEfficiency": 1,
             "forwardTransformNanos": {"10": 123000}, "inverseTransformNanos": {"10": 1},
             "nanosPerWord": {"elementWise": 1, "productTerm": 1, "conversion": 1,
               "conversionTerm": 1, "automorphism": 1, "combinationTerm": 1},
             "wideLaneFactor": 1, "memoryBytesPerNano": 1000000, "stageNanos": 0, "runNanos": 0}
            """);
    try (Device device = open("0", Map.of("profile", file.toString()));
        Executable executable = device.compile(transform(), Reuse.ONCE);
        DeviceBuffer x = device.allocate(executable.graph().bound("x").shape());
        DeviceBuffer y = device.allocate(executable.graph().bound("y").shape())) {
      assertThat(device.profile().name()).isEqualTo("mine");
      Completion run = executable.submit(executable.newBindings().bind("x", x).bind("y", y));
      assertThat(nanos(run.kernelTimes())).isEqualTo(123_000);
    }
  }

  @Test
  void aProfileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> open("0", Map.of("profile", "/nowhere/mine.json")))
        .hasMessageContaining("/nowhere/mine.json");
  }
}
