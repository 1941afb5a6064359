package io.cloakwork.compiler.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// A network with one input and one output. Immutable; a pass makes a new one.
public final class TensorGraph {

  private final TensorNode input;
  private final TensorNode output;
  private final List<TensorNode> nodes;

  public TensorGraph(TensorNode input, TensorNode output) {
    this.input = input;
    this.output = output;
    this.nodes = topological(output);
  }

  public TensorNode input() {
    return input;
  }

  public TensorNode output() {
    return output;
  }

  /// Every node that the output needs, operands first.
  public List<TensorNode> nodes() {
    return nodes;
  }

  /// How many operands each node is, plus one for the output.
  public Map<TensorNode, Integer> useCounts() {
    Map<TensorNode, Integer> uses = new HashMap<>();
    for (TensorNode node : nodes) {
      for (TensorNode operand : node.inputs()) {
        uses.merge(operand, 1, Integer::sum);
      }
    }
    uses.merge(output, 1, Integer::sum);
    return uses;
  }

  /// Replaces every node, operands first: `rule` sees each node with its operands already replaced.
  public TensorGraph rewrite(UnaryOperator<TensorNode> rule) {
    return rewrite((_, current) -> rule.apply(current));
  }

  /// The same, for a `rule` that also needs the node as it was before its operands were replaced.
  public TensorGraph rewrite(BinaryOperator<TensorNode> rule) {
    Map<TensorNode, TensorNode> replaced = new HashMap<>();
    for (TensorNode node : nodes) {
      List<TensorNode> operands = node.inputs().stream().map(replaced::get).toList();
      replaced.put(node, rule.apply(node, node.withInputs(operands)));
    }
    return new TensorGraph(input, replaced.get(output));
  }

  /// Depth first without recursion: networks are thousands of nodes deep.
  private static List<TensorNode> topological(TensorNode output) {
    List<TensorNode> order = new ArrayList<>();
    Map<TensorNode, Boolean> done = new HashMap<>();
    Deque<TensorNode> stack = new ArrayDeque<>();
    stack.push(output);
    while (!stack.isEmpty()) {
      TensorNode node = stack.peek();
      if (done.putIfAbsent(node, false) == null) {
        node.inputs().stream().filter(n -> !done.containsKey(n)).forEach(stack::push);
      } else {
        stack.pop();
        if (!done.get(node)) {
          done.put(node, true);
          order.add(node);
        }
      }
    }
    return List.copyOf(order);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (TensorNode node : nodes) {
      if (!(node.op() instanceof TensorOp.Constant)) {
        text.append(node).append(System.lineSeparator());
      }
    }
    return text.toString();
  }
}
