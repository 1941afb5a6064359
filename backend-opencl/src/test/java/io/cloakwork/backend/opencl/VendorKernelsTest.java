package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a vendor's kernels do is what the reference does: automorphisms of every class of elements
/// modulo 8, by themselves and at the end of divisions, however many neighbours an item holds.
class VendorKernelsTest {

  private static final int LOG_N = 12;
  private static final ModulusChain CHAIN =
      ModulusChain.search(LOG_N, new int[] {50, 60}, new int[] {50});

  private static final long SEED = 20261121;

  @BeforeEach
  void needsADevice() {
    AnyDevice.required();
  }

  private static List<GaloisElement> elements() {
    return List.of(
        new GaloisElement(LOG_N, 3),
        new GaloisElement(LOG_N, 25),
        new GaloisElement(LOG_N, 125),
        new GaloisElement(LOG_N, (2 << LOG_N) - 1));
  }

  private static CommandGraph graph() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    var x = graph.input("x", Domain.EVAL, 1, CHAIN.extendedAtLevel(1));
    for (GaloisElement element : elements()) {
      graph.output("moved-" + element.value(), graph.automorphism(x, element));
      graph.output("divided-" + element.value(), graph.automorphism(graph.modDown(x, 1), element));
    }
    return graph.build();
  }

  /// The words of every output.
  private static List<long[]> run(String backend, DeviceOptions options) {
    CommandGraph graph = graph();
    List<long[]> words = new ArrayList<>();
    try (Device device = Backends.open(backend, options);
        Executable executable = device.compile(graph, Reuse.ONCE)) {
      var bindings = executable.newBindings();
      List<DeviceBuffer> outputs = new ArrayList<>();
      for (var value : graph.boundValues()) {
        DeviceBuffer buffer = device.allocate(value.shape());
        bindings.bind(value.name(), buffer);
        if (value.name().equals("x")) {
          buffer.upload(input());
        } else {
          outputs.add(buffer);
        }
      }
      executable.run(bindings);
      outputs.forEach(output -> words.add(output.download()));
    }
    return words;
  }

  private static long[] input() {
    SplittableRandom random = new SplittableRandom(SEED);
    var basis = CHAIN.extendedAtLevel(1);
    long[] words = new long[basis.size() << LOG_N];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextLong(basis.get(i >> LOG_N).value());
    }
    return words;
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "4, 12", "8, 12", "1, 11", "4, 11", "8, 11"})
  void automorphismsAreExact(String lanes, String tile) {
    DeviceOptions options =
        DeviceOptions.defaults().withProperty("lanes", lanes).withProperty("tile", tile);
    List<long[]> expected = run("reference", DeviceOptions.defaults());
    assertThat(run("opencl", options)).hasSize(8).containsExactlyElementsOf(expected);
    assertThat(run("opencl", options.withProperty("kernels", "neutral")))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void devicesSayWhichKernelsTheyUse() {
    DeviceOptions options = DeviceOptions.defaults();
    try (Device own = Backends.open("opencl", options);
        Device neutral = Backends.open("opencl", options.withProperty("kernels", "neutral"))) {
      assertThat(neutral.profile().facts()).containsEntry("kernels", "neutral");
      String kernels = own.profile().facts().get("kernels");
      boolean isPocl = own.profile().facts().get("platform").startsWith("Portable Computing");
      assertThat(kernels).isEqualTo(isPocl ? "neutral but vendor/pocl/permutation.h" : "neutral");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("opencl", options.withProperty("kernels", "fast")))
        .withMessage("property kernels is 'fast', not vendor or neutral");
  }
}
