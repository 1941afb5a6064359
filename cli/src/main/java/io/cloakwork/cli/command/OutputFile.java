package io.cloakwork.cli.command;

import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command writes: for the file's owner only, and as a whole or, if anything fails, the
/// file is as it was before.
final class OutputFile {

  private final Path file;

  private OutputFile(Path file) {
    this.file = file;
  }

  /// Checks that `path` can be written, before minutes are spent on what goes there.
  ///
  /// @throws CommandFailure if it cannot
  static OutputFile requireWritable(Path path) {
    if (Files.isDirectory(path)) {
      throw new CommandFailure(path + " is a folder, not a file");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CommandFailure("there is no folder %s for %s".formatted(folder, path));
    }
    if (Files.exists(path) ? !Files.isWritable(path) : !Files.isWritable(folder)) {
      throw new CommandFailure("no permission to write " + path);
    }
    return new OutputFile(path);
  }

  /// Checks that this would not replace `input`.
  ///
  /// @throws CommandFailure if it would
  void requireOtherThan(Path input) {
    try {
      if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
        throw new CommandFailure("writing %s would replace the input".formatted(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return file;
  }

  void write(byte[] content) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.write(file, content); // a pipe or a terminal cannot be replaced
      } else {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        AtomicFile.write(target, stream -> stream.write(content));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
