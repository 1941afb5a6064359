package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.compiler.packing.Interleaving;
import io.cloakwork.compiler.packing.SharedLayout;
import java.util.List;

/// A network on ciphertexts: segments that run one after the other, each on results of earlier ones
/// or on the network's input; the last one's result is the output.
///
/// @param input where the client packs inputs
/// @param output where it finds the results, of as many
/// @param lanes [CompiledProgram#lanes()]
public record SlotProgram(
    Parameters parameters,
    SharedLayout input,
    SharedLayout output,
    int lanes,
    List<Segment> segments)
    implements CompiledProgram {

  public SlotProgram {
    segments = List.copyOf(segments);
    if (lanes < 1 || lanes > input.inputs()) {
      throw new IllegalArgumentException(
          "%d lanes in a ciphertext of %d inputs".formatted(lanes, input.inputs()));
    }
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

  /// The same program for inputs that cannot be encrypted apart.
  public SlotProgram withoutLanes() {
    return new SlotProgram(parameters, input, output, 1, segments);
  }

  /// How many inputs share a ciphertext, and how.
  public Interleaving images() {
    return input.images();
  }

  /// The result of a segment, or of [#INPUT] the network's input as the client encrypts it.
  public SlotNode result(int segment) {
    return segment == INPUT ? segments.getFirst().input() : segments.get(segment).output();
  }

  @Override
  public CipherForm inputForm() {
    SlotNode input = segments.getFirst().input();
    return new CipherForm(1, input.level(), input.scale());
  }

  @Override
  public List<Segment> steps() {
    return segments;
  }
}
