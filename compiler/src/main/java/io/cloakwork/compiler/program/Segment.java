package io.cloakwork.compiler.program;

import java.util.List;

/// One layer on ciphertexts: straight-line code from its operands, the first nodes, to its last
/// node.
///
/// @param name the model's nodes that it computes
/// @param summary how, in one phrase
/// @param operands the segments whose results it reads, or [SlotProgram#INPUT]; node i is operand i
public record Segment(String name, String summary, List<Integer> operands, List<SlotNode> nodes) {

  public Segment {
    operands = List.copyOf(operands);
    nodes = List.copyOf(nodes);
    for (int i = 0; i < operands.size(); i++) {
      if (!nodes.get(i).op().equals(new SlotOp.Input(i))) {
        throw new IllegalArgumentException(
            "node %d of segment '%s' is not its operand %d".formatted(i, name, i));
      }
    }
  }

  /// The operands' nodes.
  public List<SlotNode> inputs() {
    return nodes.subList(0, operands.size());
  }

  /// The first operand.
  public SlotNode input() {
    return nodes.getFirst();
  }

  public SlotNode output() {
    return nodes.getLast();
  }
}
