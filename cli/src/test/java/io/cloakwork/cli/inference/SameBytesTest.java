package io.cloakwork.cli.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.cli.command.TinyOnnx;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One compiled network with the same keys and the same encrypted input gives the same encrypted
/// output on every backend, byte for byte.
@Timeout(600)
class SameBytesTest {

  private static final String DEMO = "/io/cloakwork/cli/model/m2_lola.onnx";
  private static final String ORACLE = "reference";
  private static final String MAKER = "cpu"; // of keys and input
  private static final long SEED = 20_260_321;

  @TempDir private Path folder;

  private static final List<String> BACKENDS = new ArrayList<>();

  /// Looks for the backends with a device here, and says which are not there and why. Simulated
  /// devices have the words of another backend.
  @BeforeAll
  static void findBackends() {
    for (BackendProvider provider : Backends.all()) {
      switch (provider.probe()) {
        case Probe.Available there -> {
          if (!there.devices().getFirst().isSimulated()) {
            BACKENDS.add(provider.name());
          }
        }
        case Probe.Unavailable nothing ->
            System.out.printf("skipped: %s: %s%n", provider.name(), nothing.reason());
      }
    }
  }

  private static List<String> fastBackends() {
    return BACKENDS.stream().filter(name -> !name.equals(ORACLE)).toList();
  }

  private void sameBytes(Path model, List<String> backends) throws IOException {
    assertThat(backends).hasSizeGreaterThan(1);
    CompiledNetwork network = Compiler.compile(model, CompileOptions.defaults());
    EncryptedRequest request = EncryptedRequest.make(network, MAKER, SEED, folder);
    byte[] expected = request.answer(backends.getFirst());
    assertThat(expected.length).isGreaterThan(network.parameters().degree());
    for (String backend : backends.subList(1, backends.size())) {
      long start = System.nanoTime();
      byte[] actual = request.answer(backend);
      assertThat(actual)
          .as("%s on %s and %s", network.name(), backend, backends.getFirst())
          .isEqualTo(expected);
      System.out.printf(
          "%s: %s gives the %,d bytes of %s (%.1f s)%n",
          network.name(),
          backend,
          actual.length,
          backends.getFirst(),
          (System.nanoTime() - start) / 1e9);
    }
  }

  private Path demoModel() throws IOException {
    Path model = folder.resolve("m2_lola.onnx");
    try (InputStream in = SameBytesTest.class.getResourceAsStream(DEMO)) {
      Files.copy(in, model);
    }
    return model;
  }

  private static Path sharedModel(String name) {
    Path model =
        Path.of(System.getProperty("cloakwork.shared", "../shared"), "models", name + ".onnx");
    if (!Files.exists(model)) {
      System.out.println("skipped: " + model.normalize() + " is not there");
      Assumptions.abort(model + " is not there");
    }
    return model;
  }

  /// Small enough for the reference, and always there.
  @Test
  void ofADenseLayerOnEveryBackend() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] weights = new float[4][16];
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextDouble(-1, 1);
      }
    }
    Path model =
        Files.write(
            folder.resolve("dense.onnx"), TinyOnnx.dense(weights, new float[] {1, 0, -1, 0.5f}));
    sameBytes(model, BACKENDS);
  }

  @Test
  void ofTheDemosNetwork() throws IOException {
    requireTwo();
    sameBytes(demoModel(), fastBackends());
  }

  @Test
  void ofATrainedNetwork() throws IOException {
    requireTwo();
    sameBytes(sharedModel("m1_cryptonets"), fastBackends());
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"m1_cryptonets", "m2_lola", "m3_lenet5_poly"})
  void ofTrainedNetworksOnEveryBackend(String name) throws IOException {
    sameBytes(sharedModel(name), BACKENDS);
  }

  private static void requireTwo() {
    if (fastBackends().size() < 2) {
      System.out.println("skipped: beside the reference there is one backend only");
      Assumptions.abort("beside the reference there is one backend only");
    }
  }
}
