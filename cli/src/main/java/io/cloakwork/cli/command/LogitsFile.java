package io.cloakwork.cli.command;

import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.inference.InferenceReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Where decrypted outputs go: CSV, one row an image. The file is there as a whole or, if anything
/// fails, as it was before.
final class LogitsFile {

  private final Path file;

  private LogitsFile(Path file) {
    this.file = file;
  }

  /// Checks that `path` can be written, before minutes are spent on what goes there.
  ///
  /// @throws CommandFailure if it cannot
  static LogitsFile requireWritable(Path path) {
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
    return new LogitsFile(path);
  }

  void write(InferenceReport report) {
    StringBuilder rows = new StringBuilder();
    for (int image = 0; image < report.images(); image++) {
      rows.append(
              Arrays.stream(report.logits(image))
                  .mapToObj(Double::toString)
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, rows); // a pipe or a terminal cannot be replaced
      } else {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        Path target = Files.exists(file) ? file.toRealPath() : file;
        AtomicFile.write(target, stream -> stream.write(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
