package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.compiler.activation.ModelRanges;
import io.cloakwork.compiler.importer.ImportedModel;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.layer.ActivationNormalisation;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.onnx.OnnxModel;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.PackingSearch;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.throughput.ThroughputCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compiles networks: ONNX → tensor IR → layers → packing → CKKS IR, with parameters and keys.
public final class Compiler {

  private Compiler() {}

  /// Compiles an ONNX file. Ranges of activation inputs are read from the notes beside it
  /// ([ModelRanges]) unless the options have some.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws CompileException if the model is damaged or cannot be compiled
  public static CompiledNetwork compile(Path file, CompileOptions options) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    String name =
        fileName.endsWith(".onnx") ? fileName.substring(0, fileName.length() - 5) : fileName;
    ActivationOptions activations = options.activations();
    if (activations.ranges().isEmpty()) {
      activations = activations.withRanges(ModelRanges.beside(file));
    }
    return compile(name, OnnxReader.read(file), options.withActivations(activations));
  }

  /// Compiles a model that has been read.
  ///
  /// @throws CompileException if it cannot be compiled
  public static CompiledNetwork compile(String name, OnnxModel model, CompileOptions options) {
    ImportedModel imported = OnnxImporter.read(model);
    return compile(name, imported.graph(), imported.notes(), options);
  }

  /// Compiles a network.
  ///
  /// @throws CompileException if it cannot be compiled
  public static CompiledNetwork compile(String name, TensorGraph model, CompileOptions options) {
    return compile(name, model, List.of(), options);
  }

  /// A network after every pass that both objectives share.
  private record Lowered(String name, TensorGraph model, LayerProgram layers, List<String> notes) {}

  private static CompiledNetwork compile(
      String name, TensorGraph model, List<String> importNotes, CompileOptions options) {
    FrontEnd front = FrontEnd.run(model, options, importNotes);
    LayerProgram layers = ActivationNormalisation.apply(LayerExtraction.apply(front.graph()));
    Lowered lowered = new Lowered(name, model, layers, front.notes());
    return switch (options.objective()) {
      case LATENCY -> latency(lowered, options);
      case THROUGHPUT -> throughput(lowered, options);
    };
  }

  private static CompiledNetwork throughput(Lowered lowered, CompileOptions options) {
    LayerProgram layers = lowered.layers();
    List<double[]> samples = StandInInputs.orSamples(layers.input(), options);
    ThroughputCompiler.Result result =
        ThroughputCompiler.compile(layers, samples, options.headRoom(), options.security());
    List<String> notes = new ArrayList<>(lowered.notes());
    notes.add(
        "outputs are expected to be within %.0e of the largest".formatted(result.relativeError()));
    return network(lowered, result.literal(), result.program(), notes);
  }

  private static CompiledNetwork network(
      Lowered lowered, ParametersLiteral literal, CompiledProgram program, List<String> notes) {
    KeyRequest keys = keys(program);
    CompileReport report = CompileReport.of(lowered.name(), program, keys, notes);
    return new CompiledNetwork(
        lowered.name(), literal, lowered.model(), lowered.layers(), program, keys, report);
  }

  private static CompiledNetwork latency(Lowered lowered, CompileOptions options) {
    LayerProgram layers = lowered.layers();
    int minSlots = Math.max(layers.input().size(), layers.output().size());
    List<ParametersLiteral> candidates =
        ParameterSelection.candidates(
            layers.depth(), options.logScale(), minSlots, options.security());
    for (ParametersLiteral literal : candidates) {
      Parameters parameters = literal.validate();
      Optional<List<AffinePacking>> packings =
          PackingSearch.best(layers, parameters, options.maxWeightBytes());
      if (packings.isPresent()) {
        SlotProgram program = program(layers, packings.get(), parameters, options);
        return network(lowered, literal, program, lowered.notes());
      }
    }
    throw new CompileException(
        "network '%s' needs %d levels and does not fit one ciphertext of any secure ring with at most %d bytes of weights; %d rings were tried"
            .formatted(
                lowered.name(), layers.depth(), options.maxWeightBytes(), candidates.size()));
  }

  /// The program whose output has the largest scale that leaves its values room.
  private static SlotProgram program(
      LayerProgram layers,
      List<AffinePacking> packings,
      Parameters parameters,
      CompileOptions options) {
    SlotProgram draft =
        ProgramBuilder.build(layers, packings, parameters, parameters.defaultScale());
    Ranges ranges = Ranges.measure(draft, layers.input(), options);
    ranges.check();
    return ProgramBuilder.build(layers, packings, parameters, ranges.outputScale());
  }

  /// The union of what all steps use.
  private static KeyRequest keys(CompiledProgram program) {
    Parameters parameters = program.parameters();
    KeyLevels anyLevel = KeyLevels.atMaxLevel(parameters);
    KeyRequest keys = KeyRequest.none(parameters);
    for (ProgramStep step : program.steps()) {
      keys = keys.union(CompiledNetwork.record(program, step, 1, anyLevel).recording().keys());
    }
    return keys;
  }
}
