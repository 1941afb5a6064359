package io.cloakwork.cli.command;

import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.Objective;
import io.cloakwork.compiler.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A compiled network and how long compiling it took, reading included.
record ModelLoading(CompiledNetwork network, double seconds) {

  /// The model that this program carries for the demo; see the README beside it.
  private static final String DEMO_MODEL = "m2_lola";

  static ModelLoading ofFile(Path model, Objective objective) {
    long start = System.nanoTime();
    try {
      CompileOptions options = CompileOptions.defaults().withObjective(objective);
      CompiledNetwork network = Compiler.compile(model, options);
      return new ModelLoading(network, (System.nanoTime() - start) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelLoading ofDemo() {
    long start = System.nanoTime();
    String resource = "/io/cloakwork/cli/model/" + DEMO_MODEL + ".onnx";
    try (InputStream in = ModelLoading.class.getResourceAsStream(resource)) {
      CompiledNetwork network =
          Compiler.compile(
              DEMO_MODEL, OnnxReader.read(in.readAllBytes()), CompileOptions.defaults());
      return new ModelLoading(network, (System.nanoTime() - start) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's own model cannot be read", e);
    }
  }
}
