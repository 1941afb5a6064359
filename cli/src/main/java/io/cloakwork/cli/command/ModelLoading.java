package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.compiler.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A compiled network and how long compiling it took, or reading what was compiled before.
record ModelLoading(CompiledNetwork network, double seconds) {

  /// The model that this program carries for the demo; see the README beside it.
  static final String DEMO_MODEL = "m2_lola";

  /// Compiles an ONNX file.
  static ModelLoading ofModel(
      Path model, CompileOptions options, Optional<Calibration> calibration) {
    long start = System.nanoTime();
    try {
      CompileOptions complete =
          calibration.isPresent() ? calibration.get().addTo(options, model) : options;
      return since(start, Compiler.compile(model, complete));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a program file.
  ///
  /// @throws CommandFailure if it is none, or damaged
  static ModelLoading ofProgram(Path program) {
    long start = System.nanoTime();
    if (Files.exists(program) && !Files.isRegularFile(program)) {
      throw new CommandFailure(program + " is not a regular file");
    }
    try {
      return since(start, NetworkFile.read(program, ArtifactLimits.defaults()));
    } catch (ArtifactException e) {
      throw new CommandFailure("%s: %s".formatted(program, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelLoading ofDemo() {
    return ofDemo(CompileOptions.defaults());
  }

  /// The demo's network, compiled otherwise.
  static ModelLoading ofDemo(CompileOptions options) {
    long start = System.nanoTime();
    String resource = "/io/cloakwork/cli/model/" + DEMO_MODEL + ".onnx";
    try (InputStream in = ModelLoading.class.getResourceAsStream(resource)) {
      return since(
          start, Compiler.compile(DEMO_MODEL, OnnxReader.read(in.readAllBytes()), options));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's own model cannot be read", e);
    }
  }

  private static ModelLoading since(long start, CompiledNetwork network) {
    return new ModelLoading(network, (System.nanoTime() - start) / 1e9);
  }
}
