package io.cloakwork.compiler.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationFittingTest {

  private static final UnaryFunction SIGMOID =
      new UnaryFunction("Sigmoid", x -> 1 / (1 + Math.exp(-x)));
  private static final UnaryFunction RELU = new UnaryFunction("Relu", x -> Math.max(x, 0));

  /// Two inputs, an activation, and a product with (1, 1) behind it unless it is the output.
  private static TensorGraph graph(UnaryFunction function, boolean atOutput) {
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 2)));
    TensorNode act = new TensorNode("act", new TensorOp.Activation(function), x);
    TensorNode w = TensorNode.constant("w", new Tensor(Shape.of(2, 1), 1, 1));
    return new TensorGraph(x, atOutput ? act : new TensorNode("y", new TensorOp.MatMul(), act, w));
  }

  private static ActivationFitting.Fitted fitted(
      TensorGraph graph, ActivationOptions options, double... sample) {
    Calibration calibration =
        Calibration.of(graph, options, List.of(sample), () -> List.of(new double[2]));
    return ActivationFitting.apply(graph, calibration.ranges(), options);
  }

  @Test
  void theIntervalIsTheRangeWithItsMargin() {
    FittedActivation fit =
        fitted(graph(SIGMOID, true), ActivationOptions.defaults().withMargin(1.5), -4, 8)
            .fits()
            .getFirst();
    assertThat(fit.interval()).isEqualTo(new Interval(-7, 11));
    assertThat(fit.inputs().range()).isEqualTo(new Interval(-4, 8));
    assertThat(fit.describe()).contains("Sigmoid 'act'", "in 1 samples", "[-7.000, 11.00]");
  }

  @Test
  void theDegreeIsTheLeastWorthItsLevels() {
    TensorGraph graph = graph(SIGMOID, true);
    for (double tolerance : new double[] {0.1, 0.01, 1e-3, 1e-4}) {
      ActivationOptions options = ActivationOptions.defaults().withTolerance(tolerance);
      FittedActivation fit = fitted(graph, options, -6, 6).fits().getFirst();
      int degree = fit.polynomial().degree();
      assertThat(fit.relativeError()).isLessThanOrEqualTo(tolerance);
      assertThat(fit.maxError()).isCloseTo(largestError(fit), within(1e-6));
      int levels = Integer.SIZE - Integer.numberOfLeadingZeros(degree);
      ActivationOptions less = ActivationOptions.defaults().withDegree((1 << (levels - 1)) - 1);
      assertThat(fitted(graph, less, -6, 6).fits().getFirst().relativeError())
          .isGreaterThan(tolerance);
    }
  }

  private static double largestError(FittedActivation fit) {
    double largest = 0;
    for (int i = 0; i <= 1000; i++) {
      double x = fit.interval().low() + (fit.interval().high() - fit.interval().low()) * i / 1000;
      largest = Math.max(largest, Math.abs(fit.polynomial().apply(x) - fit.function().apply(x)));
    }
    return largest;
  }

  @Test
  void theOutputIsFittedMorePrecisely() {
    FittedActivation output =
        fitted(graph(SIGMOID, true), ActivationOptions.defaults(), -6, 6).fits().getFirst();
    FittedActivation hidden =
        fitted(graph(SIGMOID, false), ActivationOptions.defaults(), -6, 6).fits().getFirst();
    assertThat(output.maxError()).isLessThanOrEqualTo(1e-3);
    assertThat(hidden.polynomial().degree()).isLessThan(output.polynomial().degree());
  }

  @Test
  void aFunctionThatIsALineOnItsRangeBecomesOne() {
    ActivationFitting.Fitted fitted =
        fitted(graph(RELU, false), ActivationOptions.defaults(), 1, 3);
    TensorNode act = fitted.graph().output().input(0);
    assertThat(act.op()).isInstanceOf(TensorOp.Polynomial.class);
    Tensor y = TensorInterpreter.run(fitted.graph(), new Tensor(Shape.of(1, 2), 1.5, 2.5));
    assertThat(y.at(0)).isCloseTo(4, within(1e-9));
  }

  @Test
  void likelyInputsAreFittedBest() {
    InputRange narrow =
        new InputRange(
            new Interval(-8, 8),
            "stated",
            OptionalDouble.empty(),
            Optional.of(new Distribution(0, 0.5)));
    TensorGraph graph = graph(RELU, false);
    TensorNode act = graph.output().input(0);
    ActivationOptions options = ActivationOptions.defaults().withDegree(7);
    FittedActivation fit =
        ActivationFitting.apply(graph, Map.of(act, narrow), options).fits().getFirst();
    double near = Math.abs(fit.polynomial().apply(0));
    double minimax = Math.abs(new MinimaxFitter().fit(RELU, fit.interval(), 7).apply(0));
    assertThat(near).isLessThan(minimax);
    assertThat(fit.maxError()).isLessThan(2);
  }

  @Test
  void aWeightedFitOfHighDegreeIsStable() {
    WeightedFit fitter = new WeightedFit(new Distribution(0, 0.2));
    Interval on = new Interval(-10, 10);
    for (int degree : new int[] {63, 127, 255}) {
      double error = 0;
      var p = fitter.fit(SIGMOID, on, degree);
      for (double x = -10; x <= 10; x += 0.01) {
        error = Math.max(error, Math.abs(p.apply(x) - SIGMOID.apply(x)));
      }
      assertThat(error).as("degree %d", degree).isLessThan(1e-4);
    }
  }

  @Test
  void functionsWithoutAPolynomialAreRefused() {
    assertRefused("Log", Math::log, "not finite at", "Log 'act'");
    assertRefused("Sign", Math::signum, "cannot be a polynomial", "Sign 'act'");
  }

  private static void assertRefused(String name, DoubleUnaryOperator f, String... fragments) {
    TensorGraph graph = graph(new UnaryFunction(name, f), true);
    assertThatThrownBy(() -> fitted(graph, ActivationOptions.defaults(), -3, 3))
        .isInstanceOf(CompileException.class)
        .hasMessageContainingAll(fragments);
  }

  @Test
  void constantInputsHaveAnInterval() {
    FittedActivation fit =
        fitted(graph(SIGMOID, true), ActivationOptions.defaults(), 2, 2).fits().getFirst();
    assertThat(fit.interval().low()).isLessThan(2);
    assertThat(fit.interval().high()).isGreaterThan(2);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    ActivationOptions options = ActivationOptions.defaults();
    assertThatThrownBy(() -> options.withDegree(0)).isInstanceOf(CompileException.class);
    assertThatThrownBy(() -> options.withMaxDegree(5000)).hasMessageContaining("5000");
    assertThatThrownBy(() -> options.withTolerance(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> options.withMargin(0.5)).hasMessageContaining("0.5");
  }
}
