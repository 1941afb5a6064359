package io.cloakwork.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittedResultTest {

  /// T_3, which is steepest at the ends of its interval: 9 there.
  private static final ChebyshevPolynomial CUBIC =
      new ChebyshevPolynomial(-1, 1, new double[] {0, 0, 0, 1});

  private static final Shape ONE = Shape.of(1, 1);

  /// y = 2·p(x) + 0.5 for x in [−1, 1].
  private static LayerProgram program(Layer activation) {
    Layer in = affine("in", LayerProgram.INPUT, 1, 0);
    return new LayerProgram(ONE, ONE, List.of(in, activation, affine("out", 1, 2, 0.5)));
  }

  private static Layer.Affine affine(String name, int source, double weight, double bias) {
    SparseAffine map = SparseAffine.diagonal(new double[] {weight}, new double[] {bias});
    Layer.Term term = new Layer.Term(source, ONE, ONE, Optional.empty(), map, Optional.empty());
    return new Layer.Affine(name, ONE, List.of(term));
  }

  private static LayerProgram fitted() {
    return program(new Layer.Chebyshev("p", ONE, 0, CUBIC));
  }

  @Test
  void outputsReachWhatThePolynomialDoesAtItsEnds() {
    assertThat(FittedResult.of(fitted()).orElseThrow().reach()).isEqualTo(2.5);
  }

  @Test
  void noiseIsMultipliedByTheSteepestSlopeAndTheWeight() {
    FittedResult result = FittedResult.of(fitted()).orElseThrow();
    assertThat(result.steepest(layer -> layer == 0 ? 1e-3 : Double.NaN))
        .isCloseTo(2 * 9 * 1e-3, within(1e-4));
  }

  @Test
  void anExactPolynomialHasNoIntervalToSpeakOf() {
    MonicForm square = new MonicForm(2, new double[1], new double[1]);
    assertThat(FittedResult.of(program(new Layer.Monic("p", ONE, 0, square)))).isEmpty();
  }

  @Test
  void noiseWeighsMostWhereThePolynomialIsSteep() {
    List<double[]> inputs =
        List.of(new double[] {0.5}, new double[] {-0.99}, new double[] {0.1}, new double[] {0.9});
    assertThat(Sensitivity.mostDisturbed(fitted(), inputs, 2))
        .containsExactlyInAnyOrder(inputs.get(1), inputs.get(3));
    assertThat(Sensitivity.mostDisturbed(fitted(), inputs, 4)).isEqualTo(inputs);
  }

  @Test
  void whatLeavesTheIntervalIsReflected() {
    for (double[] pair : new double[][] {{1.25, 0.75}, {-1.5, -0.5}, {3.5, -0.5}, {0.3, 0.3}}) {
      double expected = 2 * CUBIC.apply(pair[1]) + 0.5;
      assertThat(LayerInterpreter.foldedTrace(fitted(), new double[] {pair[0]}).getLast()[0])
          .as("at %s", pair[0])
          .isCloseTo(expected, within(1e-12));
    }
  }
}
