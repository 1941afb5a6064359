package io.cloakwork.compiler;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.record.Recording;
import java.util.List;

/// One layer as a command graph, with the plaintexts that are bound to its constants.
///
/// @param recording takes the ciphertexts that [#input] names and gives [#OUTPUT]
/// @param constants the plaintexts by name
public record SegmentRecording(Recording recording, List<Constant> constants) {

  /// Name of the result in the graph.
  public static final String OUTPUT = "y";

  /// Name of operand `index` of the segment in the graph.
  public static String input(int index) {
    return "x" + index;
  }

  public SegmentRecording {
    constants = List.copyOf(constants);
  }

  /// A plaintext to be encoded.
  ///
  /// @param extended whether the special primes are needed too
  public record Constant(
      String name, SlotVector slots, int level, double scale, boolean extended) {}
}
