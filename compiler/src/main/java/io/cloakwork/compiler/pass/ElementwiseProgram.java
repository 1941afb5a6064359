package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The element-wise operators between a node and the one tensor that it is a function of, in an
/// order in which one number at a time runs through them. Values that several operators share are
/// computed once.
final class ElementwiseProgram {

  /// More operators than any activation has; bounds what hostile files can make of one.
  private static final int MAX_STEPS = 1000;

  /// An operator and the places of its operands' values.
  private record Step(TensorOp op, List<Integer> operands) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<TensorNode, Integer> places = new HashMap<>();

  private ElementwiseProgram(TensorNode base) {
    places.put(base, 0);
  }

  /// @param base the only node that `node` depends on, apart from constants of one value
  static ElementwiseProgram of(TensorNode node, TensorNode base) {
    ElementwiseProgram program = new ElementwiseProgram(base);
    Deque<TensorNode> open = new ArrayDeque<>(List.of(node));
    Set<TensorNode> entered = new HashSet<>();
    while (!open.isEmpty()) {
      TensorNode at = open.peek();
      if (entered.add(at)) {
        at.inputs().stream().filter(x -> !program.places.containsKey(x)).forEach(open::push);
      } else {
        open.pop();
        program.append(at);
      }
      if (open.size() > 4 * MAX_STEPS || program.steps.size() > MAX_STEPS) {
        throw new CompileException(
            "%s is a function of %s in more than %d operators"
                .formatted(node.describe(), base.describe(), MAX_STEPS));
      }
    }
    return program;
  }

  private void append(TensorNode node) {
    if (!places.containsKey(node)) {
      List<Integer> operands = node.inputs().stream().map(places::get).toList();
      steps.add(new Step(node.op(), operands));
      places.put(node, steps.size());
    }
  }

  /// The program as one function, named after the activations in it.
  UnaryFunction function() {
    List<String> names =
        steps.stream()
            .map(Step::op)
            .filter(op -> op instanceof TensorOp.Activation || op instanceof TensorOp.Elementwise)
            .map(TensorOp::label)
            .distinct()
            .toList();
    String name = names.isEmpty() ? "polynomial" : String.join("-", names);
    return new UnaryFunction(
        "expression of " + (name.length() > 40 ? name.substring(0, 40) + "…" : name), this::apply);
  }

  private double apply(double x) {
    double[] values = new double[steps.size() + 1];
    values[0] = x;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      double[] operands = new double[step.operands().size()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = values[step.operands().get(k)];
      }
      values[i + 1] = apply(step.op(), operands);
    }
    return values[steps.size()];
  }

  private static double apply(TensorOp op, double[] x) {
    return switch (op) {
      case TensorOp.Constant c -> c.value().at(0);
      case TensorOp.Add _ -> x[0] + x[1];
      case TensorOp.Sub _ -> x[0] - x[1];
      case TensorOp.Mul _ -> x[0] * x[1];
      case TensorOp.Pow p -> Math.pow(x[0], p.exponent());
      case TensorOp.Polynomial p -> p.polynomial().apply(x[0], 0, 1);
      case TensorOp.Activation a -> a.function().apply(x[0]);
      case TensorOp.Elementwise e -> e.operator().apply(x);
      case TensorOp.Input _,
          TensorOp.Conv _,
          TensorOp.Gemm _,
          TensorOp.MatMul _,
          TensorOp.BatchNorm _,
          TensorOp.AveragePool _,
          TensorOp.Pad _,
          TensorOp.Reshape _,
          TensorOp.Select _,
          TensorOp.Chebyshev _ ->
          throw new IllegalStateException(op.label() + " is not element-wise");
    };
  }
}
