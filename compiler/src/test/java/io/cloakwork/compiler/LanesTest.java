package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Inputs that are packed and encrypted apart, each in a lane, and run as one.
class LanesTest {

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  @TempDir private Path folder;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Networks nets = new Networks(random);

  /// A strided convolution, for which the input lies in several shifted copies, and dense layers.
  private TensorGraph network() {
    TensorNode x = Networks.input(1, 1, 8, 8);
    TensorNode conv = Networks.square(nets.conv(x, 3, 2));
    TensorNode hidden = Networks.square(nets.gemm(Networks.flat(conv), 6));
    return new TensorGraph(x, nets.gemm(hidden, 3));
  }

  private CompiledNetwork compiled(int images) {
    System.out.println("seed " + seed);
    return Compiler.compile("lanes", network(), FAST.withImagesPerCiphertext(images));
  }

  private Map<Integer, double[]> inputs(int... lanes) {
    Map<Integer, double[]> inputs = new TreeMap<>();
    for (int lane : lanes) {
      inputs.put(lane, random.doubles(64, 0, 1).toArray());
    }
    return inputs;
  }

  private static List<double[]> sum(InputPacking packing, Map<Integer, double[]> inputs) {
    List<double[]> sum = packing.layout().packLane(new double[packing.shape().size()], 0);
    inputs.forEach((lane, input) -> {
      List<double[]> slots = packing.packLane(input, lane);
      for (int c = 0; c < sum.size(); c++) {
        double[] into = sum.get(c);
        double[] from = slots.get(c);
        Arrays.setAll(into, i -> into[i] + from[i]);
      }
    });
    return sum;
  }

  private static void assertEachAlone(
      CompiledNetwork network,
      Map<Integer, double[]> inputs,
      Map<Integer, double[]> outputs,
      double tolerance) {
    assertThat(outputs).hasSameSizeAs(inputs);
    inputs.forEach((lane, input) ->
        assertThat(outputs.get(lane))
            .containsExactly(ClearInterpreter.model(network, input), within(tolerance)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void allLanesTogetherAreWhatIsPackedAtOnce(int images) {
    InputPacking packing = compiled(images).inputPacking();
    assertThat(packing.lanes()).isEqualTo(images);
    Map<Integer, double[]> inputs = inputs(lanes(images));
    List<double[]> together = packing.pack(List.copyOf(inputs.values()));
    List<double[]> added = sum(packing, inputs);
    assertThat(added).hasSameSizeAs(together);
    for (int c = 0; c < added.size(); c++) {
      assertThat(added.get(c)).containsExactly(together.get(c));
    }
  }

  private static int[] lanes(int count) {
    int[] lanes = new int[count];
    Arrays.setAll(lanes, k -> k);
    return lanes;
  }

  @Test
  void someLanesOnClearSlots() {
    CompiledNetwork network = compiled(8);
    Map<Integer, double[]> inputs = inputs(1, 2, 7);
    List<double[]> slots =
        SlotInterpreter.runSlots(
            (SlotProgram) network.program(), sum(network.inputPacking(), inputs));
    Map<Integer, double[]> outputs = new TreeMap<>();
    inputs
        .keySet()
        .forEach(lane -> outputs.put(lane, network.outputPacking().unpackLane(slots, lane)));
    assertEachAlone(network, inputs, outputs, 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void allLanesOnCiphertexts(int images) {
    CompiledNetwork network = compiled(images);
    Map<Integer, double[]> inputs = inputs(lanes(images));
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      assertEachAlone(network, inputs, encrypted.runLanes(inputs), 1e-3);
    }
  }

  @Test
  void someLanesOnCiphertexts() {
    CompiledNetwork network = compiled(8);
    Map<Integer, double[]> inputs = inputs(0, 3, 5);
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      assertEachAlone(network, inputs, encrypted.runLanes(inputs), 1e-3);
    }
  }

  @Test
  void inThroughputEverySlotIsALane() {
    CompiledNetwork network =
        Compiler.compile("lanes", network(), FAST.withObjective(Objective.THROUGHPUT));
    int slots = network.parameters().slots();
    assertThat(network.inputPacking().lanes()).isEqualTo(slots);
    Map<Integer, double[]> inputs = inputs(0, 17, slots - 1);
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      assertEachAlone(network, inputs, encrypted.runLanes(inputs), 1e-3);
    }
  }

  /// Two inputs between 5 and 6 meet a polynomial on [−1, 1] as their sum less 11: zeros as −11.
  private static TensorGraph farFromZero(int degree) {
    TensorNode x = Networks.input(1, 2);
    TensorNode weights = TensorNode.constant("w", new Tensor(Shape.of(1, 2), new double[] {1, 1}));
    TensorNode bias = TensorNode.constant("b", new Tensor(Shape.of(1), new double[] {-11}));
    TensorNode sum = new TensorNode("gemm", new TensorOp.Gemm(1, 1, false, true), x, weights, bias);
    double[] coefficients = new double[degree + 1];
    coefficients[degree] = 1;
    TensorNode wild = Networks.chebyshev(sum, -1, 1, coefficients);
    TensorNode quarter = TensorNode.constant("v", new Tensor(Shape.of(1, 1), new double[] {0.25}));
    TensorNode none = TensorNode.constant("c", new Tensor(Shape.of(1), new double[] {0}));
    return new TensorGraph(
        x, new TensorNode("last", new TensorOp.Gemm(1, 1, false, true), wild, quarter, none));
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "31, 1"})
  void thereAreNoLanesWhereZerosLeaveTheModulus(int degree, int lanes) throws IOException {
    List<double[]> samples = List.of(new double[] {5.2, 5.4}, new double[] {5.9, 5.8});
    CompileOptions options = FAST.withImagesPerCiphertext(4).withSamples(samples);
    CompiledNetwork network = Compiler.compile("far", farFromZero(degree), options);
    assertThat(network.inputPacking().lanes()).isEqualTo(lanes);
    assertThat(network.inputPacking().inputs()).isEqualTo(4);
    Path file = folder.resolve("far.cwp");
    NetworkFile.write(network, file);
    ArtifactLimits limits = ArtifactLimits.defaults().withInsecureParameters(true);
    assertThat(NetworkFile.read(file, limits).inputPacking()).isEqualTo(network.inputPacking());
    assertThat(ClientManifest.read(file, limits).input().lanes()).isEqualTo(lanes);
  }

  @Test
  void lanesThatAreNotThereAreRefused() {
    CompiledNetwork network = compiled(2);
    InputPacking packing = network.inputPacking();
    assertThatThrownBy(() -> packing.packLane(new double[64], 2))
        .hasMessageContaining("lane 2 of a network with 2");
    assertThatThrownBy(() -> packing.packLane(new double[63], 0))
        .hasMessageContaining("64 values, not 63");
    double[] slots = new double[network.parameters().slots()];
    assertThatThrownBy(() -> network.outputPacking().unpackLane(List.of(slots), -1))
        .hasMessageContaining("lane -1");
    assertThatThrownBy(() -> network.outputPacking().unpackLane(List.of(), 0))
        .hasMessageContaining("0 ciphertexts, not 1");
  }
}
