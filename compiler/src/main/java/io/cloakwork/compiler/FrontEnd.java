package io.cloakwork.compiler;

import io.cloakwork.compiler.activation.ActivationFitting;
import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.compiler.activation.Calibration;
import io.cloakwork.compiler.activation.FittedActivation;
import io.cloakwork.compiler.activation.InputRange;
import io.cloakwork.compiler.activation.InputRanges;
import io.cloakwork.compiler.activation.Interval;
import io.cloakwork.compiler.activation.RangeAnalysis;
import io.cloakwork.compiler.pass.ActivationRecognition;
import io.cloakwork.compiler.pass.BatchNormFolding;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.pass.PadFolding;
import io.cloakwork.compiler.pass.PolynomialRecognition;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Every pass over the tensor IR: what comes out has affine operators and polynomials only.
///
/// @param graph the network that will be computed
/// @param fits the activations that became polynomials, in the network's order
/// @param notes what a user should know, one sentence each
record FrontEnd(TensorGraph graph, List<FittedActivation> fits, List<String> notes) {

  /// How far beyond an interval made-up inputs say that they are no model of real ones.
  private static final double UNLIKELY = 2;

  FrontEnd {
    fits = List.copyOf(fits);
    notes = List.copyOf(notes);
  }

  /// @param importNotes what the importer left out
  static FrontEnd run(TensorGraph model, CompileOptions options, List<String> importNotes) {
    TensorGraph recognised = recognised(model);
    ActivationOptions activations = options.activations();
    Calibration calibration =
        Calibration.of(
            recognised,
            activations,
            options.samples(),
            () -> StandInInputs.of(recognised.input().shape()));
    ActivationFitting.Fitted fitted =
        ActivationFitting.apply(recognised, calibration.ranges(), activations);
    List<String> notes = new ArrayList<>(importNotes);
    notes.addAll(calibration.notes());
    fitted.fits().forEach(fit -> notes.add(fit.describe()));
    notes.addAll(warnings(fitted.graph(), calibration, options));
    if (options.samples().isEmpty()) {
      notes.addAll(unlikely(fitted.graph()));
    }
    return new FrontEnd(fitted.graph(), fitted.fits(), notes);
  }

  /// Constants folded, normalisations and pads merged, activations of one tensor found.
  static TensorGraph recognised(TensorGraph model) {
    TensorGraph constants = ConstantFolding.apply(model);
    TensorGraph normalised = BatchNormFolding.apply(constants);
    TensorGraph padded = PadFolding.apply(normalised);
    TensorGraph polynomials = PolynomialRecognition.apply(padded);
    return ActivationRecognition.apply(polynomials);
  }

  /// Says so where made-up inputs are unlike what polynomials were fitted for: then the magnitude
  /// of real inputs is unknown, and with it the precision of their results.
  private static List<String> unlikely(TensorGraph fitted) {
    for (double[] input : StandInInputs.of(fitted.input().shape())) {
      Map<TensorNode, Tensor> values =
          TensorInterpreter.trace(fitted, new Tensor(fitted.input().shape(), input));
      for (TensorNode node : fitted.nodes()) {
        if (node.op() instanceof TensorOp.Chebyshev op) {
          Interval on = new Interval(op.polynomial().low(), op.polynomial().high());
          double reached = values.get(node.input(0)).maxAbs();
          if (!(reached <= UNLIKELY * on.maxAbs())) {
            return List.of(unlikely(node, on, reached));
          }
        }
      }
    }
    return List.of();
  }

  private static String unlikely(TensorNode node, Interval on, double reached) {
    return String.format(
        Locale.ROOT,
        "warning: real inputs are unlike the made-up ones in [0, 1) that stand in for samples: those reach %.3g before '%s', which is fitted on %s; predicted precision may be off by many bits; give samples to calibrate with",
        reached,
        node.name(),
        on);
  }

  /// What is known of the model, and what the samples do in the fitted network.
  private static List<String> warnings(
      TensorGraph fitted, Calibration calibration, CompileOptions options) {
    Map<String, InputRange> known = new HashMap<>();
    calibration.ranges().forEach((node, range) -> known.put(node.name(), range));
    Map<TensorNode, InputRange> observed =
        InputRanges.observed(
            fitted,
            options.samples(),
            "in %d samples, with fitted activations".formatted(options.samples().size()));
    return RangeAnalysis.warnings(fitted, known, observed, options.headRoom());
  }
}
