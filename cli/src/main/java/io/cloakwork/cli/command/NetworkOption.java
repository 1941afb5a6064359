package io.cloakwork.cli.command;

import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.compiler.CompiledNetwork;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which network to run, in one of two forms. The parser sees to it that exactly one is given.
final class NetworkOption {

  @Option(names = "--model", paramLabel = "FILE", description = "The network, ONNX.")
  private Path model;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "The network as a program file, which 'compile' wrote.")
  private Path program;

  /// The model to compile, or empty if there is a program.
  Optional<Path> model() {
    return Optional.ofNullable(model);
  }

  /// The program file; null if there is a model.
  Path program() {
    return program;
  }

  /// Where notes on the network may be.
  ModelNotes notes(CompiledNetwork network) {
    return model == null
        ? ModelNotes.besideProgram(program, network.name())
        : ModelNotes.beside(model);
  }
}
