package io.cloakwork.serve.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What every thread does, the virtual ones too, for whoever has to find out why a call has no end.
final class ThreadDump {

  private ThreadDump() {}

  /// Writes a new file beside the test reports.
  static Path write() {
    Path file = Path.of("target", "threads-%d.json".formatted(System.nanoTime())).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              Long.toString(ProcessHandle.current().pid()),
              "Thread.dump_to_file",
              "-format=json",
              file.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
