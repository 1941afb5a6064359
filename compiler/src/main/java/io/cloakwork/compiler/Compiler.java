package io.cloakwork.compiler;

import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.compiler.activation.ModelRanges;
import io.cloakwork.compiler.importer.ImportedModel;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.layer.ActivationNormalisation;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.onnx.OnnxModel;
import io.cloakwork.compiler.onnx.OnnxReader;
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

  /// What the front end has to say, and what is to be known about predicted times.
  private static List<String> notes(FrontEnd front, CompileOptions options) {
    List<String> notes = new ArrayList<>(front.notes());
    if (!options.profile().caveat().isEmpty()) {
      notes.add(options.profile().caveat());
    }
    return notes;
  }

  private static CompiledNetwork compile(
      String name, TensorGraph model, List<String> importNotes, CompileOptions options) {
    FrontEnd front = FrontEnd.run(model, options, importNotes);
    LayerProgram layers = ActivationNormalisation.apply(LayerExtraction.apply(front.graph()));
    Lowered lowered =
        switch (options.objective()) {
          case LATENCY -> Lowering.lower(name, layers, options);
          case THROUGHPUT -> throughput(layers, options);
        };
    CompileReport report =
        CompileReport.of(
            name,
            lowered.program(),
            lowered.keys(),
            lowered.precision().layers(),
            error(model, front, lowered.precision(), options),
            ProgramTime.predict(lowered.program(), lowered.keys(), options.profile()).time(),
            notes(front, options));
    return new CompiledNetwork(
        name,
        lowered.literal(),
        model.input().shape(),
        model.output().shape(),
        Optional.of(new NetworkSource(model, layers, front.fits().isEmpty())),
        lowered.program(),
        lowered.keys(),
        report);
  }

  private static PredictedError error(
      TensorGraph model, FrontEnd front, Precision precision, CompileOptions options) {
    List<double[]> samples = StandInInputs.orSamples(model.input().shape(), options);
    return new PredictedError(
        precision.largestOutput(), precision.outputError(), FitError.of(model, front, samples));
  }

  private static Lowered throughput(LayerProgram layers, CompileOptions options) {
    List<double[]> samples = StandInInputs.orSamples(layers.input(), options);
    ThroughputCompiler.Result result =
        ThroughputCompiler.compile(
            layers, samples, options.headRoom(), options.precisionBits(), options.security());
    Precision precision =
        new Precision(
            result.stageBits(),
            result.largestOutput(),
            result.relativeError() * result.largestOutput());
    return new Lowered(
        result.literal(), result.program(), ProgramKeys.of(result.program()), precision);
  }
}
