package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.packing.SlotLayout;
import java.util.List;

/// A network on ciphertexts: segments that run one after the other, each on results of earlier ones
/// or on the network's input; the last one's result is the output.
///
/// @param input where the client packs the network's input
/// @param output where it finds the result
public record SlotProgram(
    Parameters parameters, SlotLayout input, SlotLayout output, List<Segment> segments) {

  /// The network's input as an operand of a segment.
  public static final int INPUT = -1;

  public SlotProgram {
    segments = List.copyOf(segments);
    if (segments.isEmpty() || !segments.getFirst().operands().equals(List.of(INPUT))) {
      throw new IllegalArgumentException("the first segment does not read the input alone");
    }
    for (int i = 0; i < segments.size(); i++) {
      for (int operand : segments.get(i).operands()) {
        if (operand < INPUT || operand >= i) {
          throw new IllegalArgumentException(
              "segment %d, '%s', cannot read segment %d"
                  .formatted(i, segments.get(i).name(), operand));
        }
      }
    }
  }

  /// The result of a segment, or of [#INPUT] the network's input as the client encrypts it.
  public SlotNode result(int segment) {
    return segment == INPUT ? segments.getFirst().input() : segments.get(segment).output();
  }

  /// The scale at which the client encrypts.
  public double inputScale() {
    return segments.getFirst().input().scale();
  }

  /// The level at which the client encrypts.
  public int inputLevel() {
    return segments.getFirst().input().level();
  }

  /// Level of the result.
  public int outputLevel() {
    return segments.getLast().output().level();
  }

  public double outputScale() {
    return segments.getLast().output().scale();
  }
}
