package io.cloakwork.bench.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Loads pages in a headless Chromium, one process a page.
final class Chromium {

  private static final long PATIENCE_SECONDS = 120;

  /// @param output what it wrote to standard output, for instance the page as its scripts left it
  /// @param console what the page's console said, one entry a message
  record Visit(String output, List<String> console) {}

  private final Path program;
  private final Path folder;

  /// @param folder for profiles and logs
  Chromium(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
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

  /// Loads a page and does what the options say with it.
  Visit visit(Path page, String... options) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(folder, "profile");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + profile));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path output = profile.resolve("output");
    Path log = profile.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("chromium did not end: " + Files.readString(log));
      }
    } finally {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
    List<String> console =
        Files.readAllLines(log).stream().filter(line -> line.contains("CONSOLE")).toList();
    return new Visit(Files.readString(output), console);
  }
}
