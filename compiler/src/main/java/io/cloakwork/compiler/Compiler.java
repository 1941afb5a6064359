package io.cloakwork.compiler;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.record.KeyLevels;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.layer.ActivationNormalisation;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.onnx.OnnxModel;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.packing.AffinePacking;
import io.cloakwork.compiler.packing.PackingSearch;
import io.cloakwork.compiler.pass.BatchNormFolding;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.pass.PadFolding;
import io.cloakwork.compiler.pass.PolynomialRecognition;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.TensorGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Compiles networks: ONNX → tensor IR → layers → packing → CKKS IR, with parameters and keys.
public final class Compiler {

  private Compiler() {}

  /// Compiles an ONNX file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws CompileException if the model is damaged or cannot be compiled
  public static CompiledNetwork compile(Path file, CompileOptions options) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    String name =
        fileName.endsWith(".onnx") ? fileName.substring(0, fileName.length() - 5) : fileName;
    return compile(name, OnnxReader.read(file), options);
  }

  /// Compiles a model that has been read.
  ///
  /// @throws CompileException if it cannot be compiled
  public static CompiledNetwork compile(String name, OnnxModel model, CompileOptions options) {
    return compile(name, OnnxImporter.importModel(model), options);
  }

  /// Compiles a network.
  ///
  /// @throws CompileException if it cannot be compiled
  public static CompiledNetwork compile(String name, TensorGraph model, CompileOptions options) {
    LayerProgram layers = layers(model);
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
        KeyRequest keys = keys(program);
        CompileReport report = CompileReport.of(name, program, keys);
        return new CompiledNetwork(name, literal, model, layers, program, keys, report);
      }
    }
    throw new CompileException(
        "network '%s' needs %d levels and does not fit one ciphertext of any secure ring with at most %d bytes of weights; %d rings were tried"
            .formatted(name, layers.depth(), options.maxWeightBytes(), candidates.size()));
  }

  /// Every pass before packing.
  private static LayerProgram layers(TensorGraph model) {
    TensorGraph constants = ConstantFolding.apply(model);
    TensorGraph normalised = BatchNormFolding.apply(constants);
    TensorGraph padded = PadFolding.apply(normalised);
    TensorGraph polynomials = PolynomialRecognition.apply(padded);
    return ActivationNormalisation.apply(LayerExtraction.apply(polynomials));
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

  /// The union of what all segments use.
  private static KeyRequest keys(SlotProgram program) {
    Parameters parameters = program.parameters();
    KeyLevels anyLevel = KeyLevels.atMaxLevel(parameters);
    KeyRequest keys = KeyRequest.none(parameters);
    for (Segment segment : program.segments()) {
      keys =
          keys.union(SegmentRecorder.record(parameters, segment, 1, anyLevel).recording().keys());
    }
    return keys;
  }
}
