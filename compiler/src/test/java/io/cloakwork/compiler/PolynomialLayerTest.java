package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.program.SlotOp;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Polynomials of higher degree as layers: fitted activations and powers of x.
class PolynomialLayerTest {

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Networks nets = new Networks(random);

  private void check(CompiledNetwork network, String backend, int size) {
    System.out.println("seed " + seed);
    double[] x = random.doubles(size, 0, 1).toArray();
    double[] expected = ClearInterpreter.model(network, x);
    assertThat(ClearInterpreter.layers(network, x)).containsExactly(expected, within(1e-9));
    assertThat(ClearInterpreter.slots(network, x)).containsExactly(expected, within(1e-9));
    try (Encrypted encrypted = new Encrypted(network, backend)) {
      assertThat(encrypted.run(x)).containsExactly(expected, within(1e-3));
    }
  }

  private static SlotOp.Polynomial polynomial(CompiledNetwork network, int segment) {
    SlotProgram program = (SlotProgram) network.program();
    return (SlotOp.Polynomial) program.segments().get(segment).output().op();
  }

  /// Degree d takes ⌈log2(d + 1)⌉ levels and its interval none.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 12, 15})
  void fittedActivations(int degree) {
    TensorNode x = Networks.input(1, 12);
    double[] fit = ChebyshevFit.of(Math::exp, -3, 5, degree).coefficients();
    TensorNode activation = Networks.chebyshev(nets.gemm(x, 9), -3, 5, fit);
    TensorGraph graph = new TensorGraph(x, nets.gemm(activation, 4));
    CompiledNetwork network = Compiler.compile("fitted", graph, FAST);
    int depth = Integer.SIZE - Integer.numberOfLeadingZeros(degree);
    assertThat(network.parameters().maxLevel()).isEqualTo(2 + depth);
    assertThat(polynomial(network, 1).polynomial().coefficient(0).isZero()).isTrue();
    check(network, "cpu", 12);
  }

  @Test
  void bothBackendsEvaluateActivationsOfAnImage() {
    TensorNode x = Networks.input(1, 1, 6, 6);
    double[] fit = ChebyshevFit.of(v -> Math.max(v, 0), -4, 4, 6).coefficients();
    TensorNode first = Networks.chebyshev(nets.conv(x, 2, 1), -4, 4, fit);
    TensorNode second = Networks.chebyshev(nets.conv(Networks.pool(first), 3, 1), -4, 4, fit);
    TensorGraph graph = new TensorGraph(x, nets.gemm(Networks.flat(second), 4));
    CompiledNetwork network = Compiler.compile("image", graph, FAST);
    check(network, "cpu", 36);
    check(network, "reference", 36);
  }

  @Test
  void powersOfAllElementsAlike() {
    TensorNode x = Networks.input(1, 10);
    TensorNode p =
        Networks.polynomial(
            nets.gemm(x, 7),
            new double[] {1},
            new double[] {-0.5},
            new double[1],
            new double[] {0.25},
            new double[1],
            new double[] {0.125});
    TensorGraph graph = new TensorGraph(x, nets.gemm(p, 3));
    CompiledNetwork network = Compiler.compile("powers", graph, FAST);
    assertThat(network.parameters().maxLevel()).isEqualTo(5);
    check(network, "cpu", 10);
  }

  @Test
  void powersThatDifferByElement() {
    TensorNode x = Networks.input(1, 10);
    TensorNode p =
        Networks.polynomial(
            nets.gemm(x, 6),
            random.doubles(6).toArray(),
            random.doubles(6).toArray(),
            random.doubles(1).toArray(),
            random.doubles(6).toArray(),
            random.doubles(6).toArray());
    TensorGraph graph = new TensorGraph(x, nets.gemm(p, 3));
    CompiledNetwork network = Compiler.compile("powers", graph, FAST);
    assertThat(network.parameters().maxLevel()).isEqualTo(5);
    assertThat(network.report().layers().get(1).weightBytes()).isPositive();
    check(network, "cpu", 10);
  }

  @Test
  void aLeadingCoefficientOfZeroInSomeElementsIsNoObstacle() {
    TensorNode x = Networks.input(1, 8);
    TensorNode p =
        Networks.polynomial(
            nets.gemm(x, 2), new double[] {0.5}, new double[] {1}, new double[] {1, 0});
    TensorGraph graph = new TensorGraph(x, nets.gemm(p, 2));
    check(Compiler.compile("vanishing", graph, FAST), "cpu", 8);
  }
}
