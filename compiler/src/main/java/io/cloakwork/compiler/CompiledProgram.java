package io.cloakwork.compiler;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.packing.ValueLayout;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.throughput.ThroughputProgram;
import java.util.List;

/// A network as steps over ciphertexts, each after those whose results it reads; the last one's
/// result is the output. Which kind a network is compiled to is its [Objective].
public sealed interface CompiledProgram permits SlotProgram, ThroughputProgram {

  /// The network's input as an operand of a step.
  int INPUT = -1;

  Parameters parameters();

  /// Where the client packs the network's inputs.
  ValueLayout input();

  /// Where it finds the results.
  ValueLayout output();

  /// How the client encrypts.
  CipherForm inputForm();

  /// How many inputs may be encrypted apart and added: [InputPacking#lanes()].
  int lanes();

  List<? extends ProgramStep> steps();

  default CipherForm outputForm() {
    return steps().getLast().form();
  }
}
