package io.cloakwork.compiler.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final TensorNode X = new TensorNode("x", new TensorOp.Input(Shape.of(1, 2)));
  private static final TensorNode TANH =
      new TensorNode("tanh", new TensorOp.Activation(new UnaryFunction("Tanh", Math::tanh)), X);
  private static final TensorNode SQUARE =
      new TensorNode(
          "square",
          new TensorOp.Polynomial(
              ElementwisePolynomial.of(new double[1], new double[1], new double[] {1})),
          TANH);
  private static final TensorGraph GRAPH = new TensorGraph(X, SQUARE);

  private static final List<double[]> SAMPLES =
      List.of(new double[] {-1, 2}, new double[] {0, 3}, new double[] {1, 1});

  private static ModelRanges ranges(String first, String second) {
    return ModelRanges.parse(
        "m.json", "{\"activation_input_ranges\": [" + first + ", " + second + "]}");
  }

  private static final String WIDE =
      "{\"name\": \"a\", \"shape\": [2], \"min\": -5, \"max\": 2, \"abs_p99_9\": 1.5}";
  private static final String UNIT = "{\"name\": \"b\", \"shape\": [2], \"min\": -1, \"max\": 1}";
  private static final String OTHER_SHAPE =
      "{\"name\": \"b\", \"shape\": [3], \"min\": -1, \"max\": 1}";

  private static Calibration calibrate(ActivationOptions options, List<double[]> samples) {
    return Calibration.of(GRAPH, options, samples, () -> List.of(new double[] {1, -1}));
  }

  @Test
  void samplesShowRangesAndDistributions() {
    Calibration calibration = calibrate(ActivationOptions.defaults(), SAMPLES);
    InputRange seen = calibration.ranges().get(TANH);
    assertThat(seen.range()).isEqualTo(new Interval(-1, 3));
    assertThat(seen.typical()).hasValue(2);
    assertThat(seen.distribution().orElseThrow().mean()).isEqualTo(1);
    assertThat(calibration.ranges().get(SQUARE).range().high()).isEqualTo(Math.tanh(3));
    assertThat(calibration.notes()).isEmpty();
  }

  @Test
  void statedRangesCountBesideSamples() {
    ActivationOptions options = ActivationOptions.defaults().withRanges(ranges(WIDE, UNIT));
    assertThat(calibrate(options, List.of()).ranges().get(TANH).range())
        .isEqualTo(new Interval(-5, 2));
    InputRange both = calibrate(options, SAMPLES).ranges().get(TANH);
    assertThat(both.range()).isEqualTo(new Interval(-5, 3));
    assertThat(both.source()).contains("'a' in m.json", "3 samples");
  }

  @Test
  void rangesOfAnotherNetworkAreIgnoredWithANote() {
    ActivationOptions options = ActivationOptions.defaults().withRanges(ranges(WIDE, OTHER_SHAPE));
    Calibration calibration = calibrate(options, SAMPLES);
    assertThat(calibration.notes())
        .singleElement()
        .asString()
        .contains("m.json", "do not match", "ignored");
    assertThat(calibration.ranges().get(TANH).range()).isEqualTo(new Interval(-1, 3));
  }

  @Test
  void withoutAnyKnowledgeTheRangesAreAGuess() {
    Calibration calibration = calibrate(ActivationOptions.defaults(), List.of());
    assertThat(calibration.ranges().get(TANH).range()).isEqualTo(new Interval(-2, 2));
    assertThat(calibration.notes()).singleElement().asString().contains("guessed", "samples");
  }

  @Test
  void aPromiseOutweighsEverything() {
    Interval promised = new Interval(-4, 4);
    ActivationOptions options =
        ActivationOptions.defaults().withRanges(ranges(WIDE, UNIT)).withInterval(promised);
    Calibration calibration = calibrate(options, SAMPLES);
    assertThat(calibration.ranges().get(TANH).range()).isEqualTo(promised);
    assertThat(calibration.notes()).isEmpty();
  }

  @Test
  void samplesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> calibrate(ActivationOptions.defaults(), List.of(new double[3])))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("3 values, the network takes 2");
    double[] infinite = {Double.POSITIVE_INFINITY, 0};
    assertThatThrownBy(() -> calibrate(ActivationOptions.defaults(), List.of(infinite)))
        .hasMessageContaining("Infinity before Tanh 'tanh'");
  }

  @Test
  void samplesOutsideTheFittedIntervalAreWarnedOf() {
    TensorNode fitted =
        new TensorNode("tanh", new TensorOp.Chebyshev(new ChebyshevPolynomial(-2, 2, 0, 1)), X);
    TensorGraph graph = new TensorGraph(X, fitted);
    Map<TensorNode, InputRange> seen = InputRanges.observed(graph, SAMPLES, "in 3 samples");
    assertThat(RangeAnalysis.warnings(graph, Map.of(), seen, 16))
        .singleElement()
        .asString()
        .startsWith("warning: inputs of 'tanh' reach [-1.000, 3.000] (in 3 samples)")
        .contains("[-2.000, 2.000]");
    Map<TensorNode, InputRange> inside =
        InputRanges.observed(graph, List.of(new double[] {-2, 2}), "in 1 samples");
    assertThat(RangeAnalysis.warnings(graph, Map.of(), inside, 16)).isEmpty();
  }

  @Test
  void samplesThatExplodeAreWarnedOf() {
    TensorNode square = new TensorNode("square", SQUARE.op(), X);
    TensorGraph graph = new TensorGraph(X, square);
    List<double[]> samples =
        List.of(new double[] {1, 1}, new double[] {1, -1}, new double[] {1, 900});
    Map<TensorNode, InputRange> seen = InputRanges.observed(graph, samples, "in 3 samples");
    assertThat(RangeAnalysis.warnings(graph, Map.of(), seen, 16))
        .singleElement()
        .asString()
        .contains("'square'", "900.0", "outgrow");
    assertThat(RangeAnalysis.warnings(graph, Map.of(), seen, 1000)).isEmpty();
  }
}
