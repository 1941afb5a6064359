package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Warns where values may leave the interval that a polynomial was fitted on, and where the inputs
/// of an exact polynomial reach far beyond what is typical: a few such inputs can outgrow the
/// modulus, and then decrypt to noise.
public final class RangeAnalysis {

  private final double headRoom;

  private final List<String> notes = new ArrayList<>();

  private RangeAnalysis(double headRoom) {
    this.headRoom = headRoom;
  }

  /// @param graph with fitted activations
  /// @param stated ranges of the model before fitting, for those of its nodes that are still there
  /// @param observed ranges in `graph`
  /// @param headRoom how many times larger than typical values may become
  /// @return one sentence a finding
  public static List<String> warnings(
      TensorGraph graph,
      Map<String, InputRange> stated,
      Map<TensorNode, InputRange> observed,
      double headRoom) {
    RangeAnalysis analysis = new RangeAnalysis(headRoom);
    for (TensorNode node : InputRanges.nonlinear(graph)) {
      InputRange known = stated.get(node.name());
      InputRange seen = observed.get(node);
      if (node.op() instanceof TensorOp.Chebyshev op) {
        Interval on = new Interval(op.polynomial().low(), op.polynomial().high());
        analysis.leaving(node, on, known);
        analysis.leaving(node, on, seen);
      } else {
        analysis.exploding(node, known);
        analysis.exploding(node, seen);
      }
    }
    return analysis.notes;
  }

  private void leaving(TensorNode node, Interval on, InputRange inputs) {
    if (inputs != null && !on.contains(inputs.range())) {
      notes.add(
          "warning: inputs of '%s' reach %s (%s) and leave the interval %s that its polynomial was fitted on; results are then meaningless"
              .formatted(node.name(), inputs.range(), inputs.source(), on));
    }
  }

  private void exploding(TensorNode node, InputRange inputs) {
    if (inputs == null || inputs.typical().isEmpty()) {
      return;
    }
    double typical = inputs.typical().getAsDouble();
    if (inputs.range().maxAbs() > headRoom * typical) {
      notes.add(
          String.format(
              Locale.ROOT,
              "warning: inputs of '%s' reach %s (%s) where nearly all stay within ±%.4g; such values may outgrow the modulus, and results are then meaningless",
              node.name(),
              inputs.range(),
              inputs.source(),
              typical));
    }
  }
}
