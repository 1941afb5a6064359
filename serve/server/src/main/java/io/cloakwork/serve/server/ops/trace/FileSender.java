package io.cloakwork.serve.server.ops.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Appends spans to a file, which is renamed when it is long.
final class FileSender implements SpanSender {

  private static final long LONGEST = 64 << 20;

  private final Path file;

  FileSender(Path file) {
    this.file = file;
  }

  @Override
  public void send(String request) throws IOException {
    if (Files.exists(file) && Files.size(file) >= LONGEST) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        file,
        request + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {}
}
