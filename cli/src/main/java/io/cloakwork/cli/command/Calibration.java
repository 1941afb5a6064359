package io.cloakwork.cli.command;

import io.cloakwork.cli.inference.Workload;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;

/// Samples that show the compiler how large values become.
record Calibration(Samples samples, Normalization normalization) {

  /// The options with these samples as inputs of `model`, whose shape says what mean and standard
  /// deviation belong to.
  CompileOptions addTo(CompileOptions options, Path model) throws IOException {
    Shape input = OnnxImporter.importModel(OnnxReader.read(model)).input().shape();
    String name = String.valueOf(model.getFileName());
    return options.withSamples(Workload.inputs(name, input, samples, normalization));
  }
}
