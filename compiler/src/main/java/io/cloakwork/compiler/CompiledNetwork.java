package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.throughput.ThroughputProgram;
import io.cloakwork.compiler.throughput.ThroughputStage;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.TimePrediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network ready to run on ciphertexts: everything that a client and a server need to agree on,
/// and, where it was compiled here, every stage that led to it. Immutable; holds no device memory.
public final class CompiledNetwork {

  private final String name;
  private final ParametersLiteral literal;
  private final Shape input;
  private final Shape output;
  private final Optional<NetworkSource> source;
  private final CompiledProgram program;
  private final KeyRequest keys;
  private final CompileReport report;

  /// For [Compiler] and for what reads a network from a file.
  ///
  /// @param literal of the program's parameters
  /// @param input shape of one input
  /// @param output shape of one output
  /// @param source what the program was compiled from, if it is known
  public CompiledNetwork(
      String name,
      ParametersLiteral literal,
      Shape input,
      Shape output,
      Optional<NetworkSource> source,
      CompiledProgram program,
      KeyRequest keys,
      CompileReport report) {
    this.name = name;
    this.literal = literal;
    this.input = input;
    this.output = output;
    this.source = source;
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

  /// The stages before the program; a network that was read from a file has none.
  public Optional<NetworkSource> source() {
    return source;
  }

  /// Whether the program computes what the model does but for noise, because no activation had to
  /// be fitted; true too of a network that was read from a file, which is all that is known of it.
  public boolean isExact() {
    return source.map(NetworkSource::isExact).orElse(true);
  }

  /// The network as operations on ciphertexts.
  public CompiledProgram program() {
    return program;
  }

  /// What the program was made for.
  public Objective objective() {
    return switch (program) {
      case SlotProgram _ -> Objective.LATENCY;
      case ThroughputProgram _ -> Objective.THROUGHPUT;
    };
  }

  /// The keys that a client must send, each for the level at which it is used.
  public KeyRequest keys() {
    return keys;
  }

  /// Checks that a client sent the keys that were asked for.
  ///
  /// @throws MissingKeyException if one is missing or made for another level
  /// @throws OperandMismatchException if they are of other parameters
  public void requireKeys(EvaluationKeys given) {
    parameters().requireSame(given.parameters(), "set of evaluation keys");
    for (Map.Entry<KeyId, Integer> wanted : keys.levels().entrySet()) {
      KeySwitchKey key = given.get(wanted.getKey());
      if (key.level() != wanted.getValue()) {
        throw new MissingKeyException(
            "key %s was made for level %d, network '%s' asks for level %d"
                .formatted(key.id(), key.level(), name, wanted.getValue()));
      }
    }
  }

  /// Checks that an input was encrypted as [#inputPacking()] says.
  ///
  /// @param requests whose inputs it is, one after the other
  /// @throws LevelMismatchException, OperandMismatchException or
  ///   [io.cloakwork.ckks.ScaleMismatchException] if it was not
  public void requireInput(Ciphertext given, int requests) {
    CipherForm form = program.inputForm().times(requests);
    parameters().requireSame(given.parameters(), "input ciphertext");
    Scales.requireMatch("network input", given.scale(), form.scale());
    if (given.level() != form.level()) {
      throw new LevelMismatchException(
          "the input is at level %d, network '%s' takes level %d"
              .formatted(given.level(), name, form.level()));
    }
    if (given.batch() != form.ciphertexts() || given.size() != Ciphertext.LINEAR_SIZE) {
      throw new OperandMismatchException(
          "the input is %d ciphertexts of %d polynomials; %d of 2 are expected"
              .formatted(given.batch(), given.size(), form.ciphertexts()));
    }
  }

  public InputPacking inputPacking() {
    return new InputPacking(input, program.input(), program.inputForm(), program.lanes());
  }

  public OutputPacking outputPacking() {
    return new OutputPacking(output, program.output(), program.outputForm());
  }

  /// What was chosen and what it costs, layer by layer.
  public CompileReport report() {
    return report;
  }

  /// How long one run takes on a machine, ciphertexts in to ciphertexts out.
  public TimePrediction predictTime(MachineProfile machine) {
    return predictRun(machine).time();
  }

  /// The same, and where the time goes.
  public RunPrediction predictRun(MachineProfile machine) {
    return ProgramTime.predict(program, keys, machine);
  }

  /// The network's steps; each runs as one executable.
  public List<? extends ProgramStep> steps() {
    return program.steps();
  }

  /// A step of this network as a command graph for `batch` requests, with keys as [#keys()] asks
  /// for them.
  public SegmentRecording record(ProgramStep step, int batch) {
    return record(program, step, batch, KeyLevels.of(keys));
  }

  static SegmentRecording record(
      CompiledProgram program, ProgramStep step, int batch, KeyLevels keys) {
    return switch (step) {
      case Segment segment -> SegmentRecorder.record(program.parameters(), segment, batch, keys);
      case ThroughputStage stage ->
          new StageRecorder((ThroughputProgram) program, batch, keys).record(stage);
    };
  }

  @Override
  public String toString() {
    return "CompiledNetwork[%s, %d steps, %s]".formatted(name, steps().size(), parameters());
  }
}
