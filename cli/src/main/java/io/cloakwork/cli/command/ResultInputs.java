package io.cloakwork.cli.command;

import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.ResultFiles;
import io.cloakwork.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of results as arguments.
final class ResultInputs {

  private ResultInputs() {}

  /// Reads one.
  ///
  /// @throws CommandFailure if it is a folder or has no rows
  static BenchRun read(Path file) {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(file + " is a folder, not a file of results");
    }
    try {
      BenchRun run = ResultFiles.read(file);
      if (run.rows().isEmpty()) {
        throw new CommandFailure(file + " has no results");
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
