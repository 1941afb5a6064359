package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import java.util.List;

/// A network ready to run on ciphertexts: everything that a client and a server need to agree on,
/// and every stage that led to it. Immutable; holds no device memory.
public final class CompiledNetwork {

  private final String name;
  private final ParametersLiteral literal;
  private final TensorGraph model;
  private final LayerProgram layers;
  private final SlotProgram program;
  private final KeyRequest keys;
  private final CompileReport report;

  CompiledNetwork(
      String name,
      ParametersLiteral literal,
      TensorGraph model,
      LayerProgram layers,
      SlotProgram program,
      KeyRequest keys,
      CompileReport report) {
    this.name = name;
    this.literal = literal;
    this.model = model;
    this.layers = layers;
    this.program = program;
    this.keys = keys;
    this.report = report;
  }

  public String name() {
    return name;
  }

  /// The parameters as they would be written down.
  public ParametersLiteral literal() {
    return literal;
  }

  public Parameters parameters() {
    return program.parameters();
  }

  /// The network as it was imported.
  public TensorGraph model() {
    return model;
  }

  /// The network as affine and polynomial layers.
  public LayerProgram layers() {
    return layers;
  }

  /// The network as operations on ciphertexts.
  public SlotProgram program() {
    return program;
  }

  /// The keys that a client must send, each for the level at which it is used.
  public KeyRequest keys() {
    return keys;
  }

  public InputPacking inputPacking() {
    return new InputPacking(
        model.input().shape(),
        program.images(),
        program.input(),
        program.inputLevel(),
        program.inputScale());
  }

  public OutputPacking outputPacking() {
    return new OutputPacking(
        model.output().shape(),
        program.images(),
        program.output(),
        program.outputLevel(),
        program.outputScale());
  }

  /// What was chosen and what it costs, layer by layer.
  public CompileReport report() {
    return report;
  }

  public List<Segment> segments() {
    return program.segments();
  }

  /// A segment as a command graph for `batch` requests, with keys as [#keys()] asks for them.
  public SegmentRecording record(Segment segment, int batch) {
    return SegmentRecorder.record(parameters(), segment, batch, KeyLevels.of(keys));
  }

  @Override
  public String toString() {
    return "CompiledNetwork[%s, %d segments, %s]".formatted(name, segments().size(), parameters());
  }
}
