package io.cloakwork.serve.server.ops;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A headless Chromium with a profile of its own.
final class Browser implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final Process process;
  private final int port;

  private Browser(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The program, if it is installed.
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts it.
  ///
  /// @param profile an empty folder
  static Browser start(Path program, Path profile) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output").toFile());
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.start();
    Path announced = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (process.isAlive() && System.nanoTime() < deadline) {
      List<String> lines = Files.exists(announced) ? Files.readAllLines(announced) : List.of();
      if (lines.size() >= 2) {
        return new Browser(process, Integer.parseInt(lines.getFirst()));
      }
      Thread.sleep(50);
    }
    end(process);
    throw new IOException(
        "%s did not start: %s".formatted(program, Files.readString(profile.resolve("output"))));
  }

  DevTools page() throws IOException, InterruptedException {
    return new DevTools(port);
  }

  @Override
  public void close() {
    end(process);
  }

  /// Ends the browser and all its processes, which write to the profile until they are gone.
  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }
}
