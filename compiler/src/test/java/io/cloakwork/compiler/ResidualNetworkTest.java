package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Networks whose branches meet again behind polynomials.
class ResidualNetworkTest {

  private static List<Segment> segments(CompiledNetwork network) {
    return ((SlotProgram) network.program()).segments();
  }

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  /// Always the same: four squares in a row take some random networks to values too large for the
  /// last prime, and those are refused.
  private static final long SEED = 11;

  private final Random random = new Random(SEED);
  private final Networks nets = new Networks(random);

  /// Two residual blocks, the second with stride 2 and a convolution on the way past it, then a
  /// dense layer that reads the network's input too.
  private TensorGraph blocks() {
    TensorNode x = Networks.input(1, 2, 8, 8);
    TensorNode stem = Networks.square(nets.conv(x, 4, 1));
    TensorNode inner = Networks.square(nets.conv(stem, 4, 1));
    TensorNode first = Networks.square(Networks.add(nets.conv(inner, 4, 1), stem));
    TensorNode deep = Networks.square(nets.conv(first, 6, 2));
    TensorNode second =
        Networks.square(Networks.sub(nets.conv(deep, 6, 1), nets.conv(first, 6, 2)));
    TensorNode head = nets.gemm(Networks.flat(Networks.pool(second)), 5);
    return new TensorGraph(x, Networks.add(head, nets.gemm(Networks.flat(x), 5)));
  }

  private void check(CompiledNetwork network, int size) {
    double[] x = random.doubles(size, 0, 1).toArray();
    double[] expected = ClearInterpreter.model(network, x);
    assertThat(ClearInterpreter.layers(network, x)).containsExactly(expected, within(1e-9));
    assertThat(ClearInterpreter.slots(network, x)).containsExactly(expected, within(1e-9));
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      assertThat(encrypted.run(x)).containsExactly(expected, within(1e-3));
    }
  }

  @Test
  void residualBlocksOnCiphertexts() {
    CompiledNetwork network = Compiler.compile("residual", blocks(), FAST);
    check(network, 128);
    List<Segment> segments = segments(network);
    assertThat(segments).anyMatch(segment -> segment.operands().size() == 2);
    assertThat(segments.getLast().operands()).contains(SlotProgram.INPUT);
    assertThat(network.parameters().maxLevel()).isEqualTo(11);
  }

  @Test
  void everyResultLiesAtTheLowestLevelThatSuffices() {
    CompiledNetwork network = Compiler.compile("residual", blocks(), FAST);
    LayerProgram layers = network.source().orElseThrow().layers();
    int[] below = layers.levelsBelow();
    for (int i = 0; i < below.length; i++) {
      assertThat(segments(network).get(i).output().level()).isEqualTo(below[i]);
    }
    assertThat(network.outputPacking().level()).isZero();
  }

  @Test
  void branchesOfOneTensorAreOneMatrix() {
    TensorNode x = Networks.input(1, 6);
    TensorNode sum = Networks.add(nets.gemm(x, 4), nets.gemm(x, 4));
    TensorGraph graph = new TensorGraph(x, nets.gemm(Networks.square(sum), 3));
    CompiledNetwork network = Compiler.compile("branches", graph, FAST);
    assertThat(segments(network)).hasSize(3);
    check(network, 6);
  }
}
