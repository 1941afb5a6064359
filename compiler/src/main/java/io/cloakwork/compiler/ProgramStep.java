package io.cloakwork.compiler;

import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.throughput.ThroughputStage;
import java.util.List;

/// What a program does at once: one executable, which reads results of earlier steps and writes one
/// value.
public sealed interface ProgramStep permits Segment, ThroughputStage {

  /// The model's nodes that it computes.
  String name();

  /// The steps whose results it reads, or [CompiledProgram#INPUT].
  List<Integer> operands();

  /// What it writes.
  CipherForm form();
}
