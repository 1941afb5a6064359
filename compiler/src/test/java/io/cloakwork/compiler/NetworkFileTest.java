package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compiled networks as files.
class NetworkFileTest {

  private static final long SEED = 7;

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  private static final ArtifactLimits LIMITS =
      ArtifactLimits.defaults().withInsecureParameters(true);

  @TempDir private Path folder;

  /// A convolution, a square, a fitted activation, coefficients that differ by channel, and a
  /// branch around them, so that every kind of node is in the file.
  private static TensorGraph network() {
    Networks nets = new Networks(new Random(SEED));
    TensorNode x = Networks.input(1, 1, 8, 8);
    TensorNode square = Networks.square(nets.conv(x, 2, 2));
    TensorNode hidden = nets.gemm(Networks.flat(Networks.pool(square)), 6);
    TensorNode fitted = Networks.chebyshev(hidden, -4, 4, 0.5, 0.25, 0, -0.125, 0.0625);
    TensorNode byElement =
        Networks.polynomial(
            nets.gemm(fitted, 2),
            new double[] {0.5, 0.25},
            new double[] {1, -1},
            new double[] {0.5, 0.25},
            new double[] {0.1, 0.2},
            new double[] {0.01, 0.05});
    return new TensorGraph(x, Networks.add(nets.gemm(byElement, 3), nets.gemm(hidden, 3)));
  }

  private static TensorGraph perceptron() {
    Networks nets = new Networks(new Random(SEED));
    TensorNode x = Networks.input(1, 9);
    TensorNode fitted = Networks.chebyshev(nets.gemm(x, 5), -4, 4, 0.5, 0.25, 0, -0.125, 0.0625);
    return new TensorGraph(x, nets.gemm(Networks.square(nets.gemm(fitted, 4)), 3));
  }

  private static CompiledNetwork compiled(Objective objective) {
    return switch (objective) {
      case LATENCY -> Compiler.compile("net", network(), FAST.withImagesPerCiphertext(2));
      case THROUGHPUT ->
          Compiler.compile("net", perceptron(), FAST.withObjective(Objective.THROUGHPUT));
    };
  }

  private Path written(CompiledNetwork network) throws IOException {
    Path file = folder.resolve("net.cwp");
    NetworkFile.write(network, file);
    return file;
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void aNetworkRunsWithoutItsSource(Objective objective) throws IOException {
    CompiledNetwork network = compiled(objective);
    CompiledNetwork read = NetworkFile.read(written(network), LIMITS);
    assertThat(read.source()).isEmpty();
    assertThat(read.keys()).isEqualTo(network.keys());
    assertThat(read.report().explain()).isEqualTo(network.report().explain());
    double[] x = new Random(SEED).doubles(network.inputPacking().shape().size(), 0, 1).toArray();
    double[] expected = ClearInterpreter.slots(network, x);
    assertThat(ClearInterpreter.plain(read, x)).containsExactly(expected);
    try (Encrypted encrypted = new Encrypted(read, "cpu")) {
      assertThat(encrypted.run(x)).containsExactly(expected, within(1e-2));
    }
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void theSameNetworkIsTheSameBytes(Objective objective) throws IOException {
    byte[] first = NetworkFile.toBytes(compiled(objective));
    assertThat(NetworkFile.toBytes(compiled(objective))).isEqualTo(first);
    Path file = folder.resolve("net.cwp");
    Files.write(file, first);
    assertThat(NetworkFile.toBytes(NetworkFile.read(file, LIMITS))).isEqualTo(first);
  }

  @Test
  void theFileSaysWhichProfileItsTimesAreFor() throws IOException {
    MachineProfile generic = MachineProfiles.named(MachineProfiles.GENERIC);
    CompiledNetwork network = Compiler.compile("net", perceptron(), FAST.withProfile(generic));
    byte[] bytes = NetworkFile.toBytes(network);
    assertThat(bytes)
        .isEqualTo(
            NetworkFile.toBytes(Compiler.compile("net", perceptron(), FAST.withProfile(generic))))
        .isNotEqualTo(NetworkFile.toBytes(Compiler.compile("net", perceptron(), FAST)));
    CompileReport report = NetworkFile.read(written(network), LIMITS).report();
    assertThat(report.time()).isEqualTo(network.report().time());
    assertThat(report.time().profile()).isEqualTo("generic-x86");
    assertThat(report.time().fingerprint()).isEqualTo(generic.fingerprint());
    assertThat(report.layers()).allMatch(layer -> layer.predictedSeconds() > 0);
    assertThat(report.explain()).contains("predicted for generic-x86");
  }

  @Test
  void aClientReadsTheManifestAlone() throws IOException {
    CompiledNetwork network = compiled(Objective.LATENCY);
    byte[] bytes = NetworkFile.toBytes(network);
    Path file = written(network);
    ClientManifest manifest = ClientManifest.read(file, LIMITS);
    assertThat(manifest.keys()).isEqualTo(network.keys());
    List<double[]> x = List.of(new double[64], new double[64]);
    x.getFirst()[5] = 3;
    assertThat(manifest.input().pack(x).getFirst())
        .containsExactly(network.inputPacking().pack(x).getFirst());
    // What a client never looks at may be damaged.
    bytes[bytes.length - 40] ^= 1;
    Files.write(file, bytes);
    assertThat(ClientManifest.read(file, LIMITS).keys()).isEqualTo(network.keys());
    assertThatThrownBy(() -> NetworkFile.read(file, LIMITS))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("the program does not have the SHA-256");
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] bytes = NetworkFile.toBytes(compiled(Objective.THROUGHPUT));
    refused(Arrays.copyOf(bytes, 10), "ends inside its header");
    refused(Arrays.copyOf(bytes, bytes.length - 1), "its header announces");
    refused(changed(bytes, 0), "no Cloakwork program");
    refused(changed(bytes, 8), "this build reads 4.0");
    refused(changed(bytes, 15), "'manifest length'");
    refused(changed(bytes, 60), "the manifest does not have the SHA-256");
    Path file = folder.resolve("net.cwp");
    Files.write(file, bytes);
    assertThatThrownBy(() -> NetworkFile.read(file, ArtifactLimits.defaults()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("INSECURE_FOR_TESTING");
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x55;
    return copy;
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = folder.resolve("damaged.cwp");
    Files.write(file, bytes);
    assertThatThrownBy(() -> NetworkFile.read(file, LIMITS))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(message);
  }
}
