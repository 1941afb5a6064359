package io.cloakwork.compiler.program;

import java.util.List;

/// One layer on ciphertexts: straight-line code from one operand, node 0, to its last node.
///
/// @param name the model's nodes that it computes
/// @param summary how, in one phrase
public record Segment(String name, String summary, List<SlotNode> nodes) {

  public Segment {
    nodes = List.copyOf(nodes);
  }

  public SlotNode input() {
    return nodes.getFirst();
  }

  public SlotNode output() {
    return nodes.getLast();
  }
}
