package io.cloakwork.compiler;

import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;

/// One run of a program on clear slots.
///
/// @param inputs as many as share a ciphertext, or fewer
/// @param trace the slots of every node of each segment
record ClearRun(List<double[]> inputs, List<List<double[]>> trace) {

  /// The run without noise.
  static ClearRun exact(SlotProgram program, List<double[]> inputs) {
    SlotNoise none = SlotNoise.none(program.parameters());
    return new ClearRun(inputs, SlotInterpreter.nodeTrace(program, inputs, none));
  }
}
