package io.cloakwork.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationNormalisationTest {

  private static final Shape SHAPE = Shape.of(1, 2, 4, 4);

  /// The polynomial between two linear operators, an average pool after it if asked for.
  private static LayerProgram program(boolean pooled, double[]... coefficients) {
    TensorNode x = new TensorNode("x", new TensorOp.Input(SHAPE));
    TensorNode scaled = polynomial(x, new double[] {0.5}, new double[] {1.5});
    TensorNode p = polynomial(scaled, coefficients);
    TensorNode y =
        pooled
            ? new TensorNode(
                "pool",
                new TensorOp.AveragePool(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), false),
                p)
            : polynomial(p, new double[] {-1}, new double[] {2});
    return LayerExtraction.apply(new TensorGraph(x, y));
  }

  private static TensorNode polynomial(TensorNode x, double[]... coefficients) {
    return new TensorNode("p", new TensorOp.Polynomial(ElementwisePolynomial.of(coefficients)), x);
  }

  private static LayerProgram normalised(LayerProgram program) {
    LayerProgram after = ActivationNormalisation.apply(program);
    double[] x = new Random(3).doubles(SHAPE.size(), -2, 2).toArray();
    assertThat(LayerInterpreter.run(after, x))
        .containsExactly(LayerInterpreter.run(program, x), within(1e-9));
    return after;
  }

  private static MonicForm form(LayerProgram program) {
    return ((Layer.Monic) program.layers().get(1)).form();
  }

  @Test
  void aSquareTakesOneLevelWhateverItsCoefficients() {
    LayerProgram after =
        normalised(
            program(false, new double[] {1, 2}, new double[] {0.5, -3}, new double[] {2, -0.25}));
    assertThat(after.depth()).isEqualTo(3);
    assertThat(form(after).hasLinear()).isFalse();
  }

  @Test
  void constantsPassAPoolByChannel() {
    LayerProgram after =
        normalised(
            program(true, new double[] {1, 2}, new double[] {0.5, -3}, new double[] {2, -0.25}));
    assertThat(((Layer.Affine) after.layers().get(2)).terms().getFirst().pool()).isPresent();
  }

  @Test
  void constantsThatDifferByElementComposeThePoolAway() {
    double[] shift = new Random(4).doubles(SHAPE.size()).toArray();
    LayerProgram after = normalised(program(true, shift, new double[] {1}, new double[] {1}));
    assertThat(((Layer.Affine) after.layers().get(2)).terms().getFirst().pool()).isEmpty();
  }

  @Test
  void aDistantVertexStaysALinearTerm() {
    LayerProgram after =
        normalised(program(false, new double[] {0}, new double[] {100}, new double[] {1}));
    assertThat(form(after).hasLinear()).isTrue();
    assertThat(after.depth()).isEqualTo(3);
  }

  @Test
  void aCubeTakesTwoLevels() {
    LayerProgram after =
        normalised(
            program(
                false,
                new double[] {1},
                new double[] {0.5, -3},
                new double[] {2, -0.25},
                new double[] {-0.5, 0.75}));
    assertThat(after.depth()).isEqualTo(4);
    assertThat(form(after).hasLinear()).isFalse();
    assertThat(form(after).hasConstant()).isTrue();
  }

  @Test
  void aVanishingLeadingCoefficientIsLeftToHorner() {
    LayerProgram after =
        normalised(program(false, new double[] {0}, new double[] {1}, new double[] {1, 0}));
    assertThat(after.layers().get(1)).isInstanceOf(Layer.Polynomial.class);
    assertThat(after.depth()).isEqualTo(4);
  }
}
