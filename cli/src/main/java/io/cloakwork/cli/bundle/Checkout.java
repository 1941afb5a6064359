package io.cloakwork.cli.bundle;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Main;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The project's source folder, built: what a bundle is made from.
///
/// @param root the folder of `./cloakwork`
record Checkout(Path root) {

  private static final String LAUNCHER = "cli/src/main/launcher/bundle.sh";

  /// When something was committed, and what.
  record Revision(String commit, Instant time) {}

  /// The checkout that this program was built in.
  ///
  /// @throws CommandFailure if it was not started from one
  static Checkout ofProgram() {
    return programJar()
        .flatMap(Checkout::around)
        .orElseThrow(() ->
            new CommandFailure(
                "a bundle is made from the project's source folder: ./cloakwork bundle"));
  }

  /// The checkout whose `cli/target` has this jar.
  static Optional<Checkout> around(Path jar) {
    Path target = jar.toAbsolutePath().getParent();
    if (target == null || !target.endsWith(Path.of("cli", "target"))) {
      return Optional.empty();
    }
    Path root = target.getParent().getParent();
    return Files.isRegularFile(root.resolve(LAUNCHER))
        ? Optional.of(new Checkout(root))
        : Optional.empty();
  }

  private static Optional<Path> programJar() {
    CodeSource source = Main.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // not a file
    }
  }

  /// The jars of the program, its own among them.
  List<Path> jars() throws IOException {
    Path target = root.resolve("cli/target");
    List<Path> jars = new ArrayList<>();
    for (Path folder : List.of(target, target.resolve("lib"))) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
        found.forEach(jars::add);
      }
    }
    jars.removeIf(jar -> jar.toString().matches(".*-(sources|javadoc|tests)\\.jar"));
    return jars;
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /// The last commit, where this is a git checkout and git is installed.
  Optional<Revision> revision() {
    return git("log", "-1", "--format=%H %ct")
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length == 2)
        .map(words -> new Revision(words[0], Instant.ofEpochSecond(Long.parseLong(words[1]))));
  }

  /// Whether a file that git knows differs from the last commit.
  boolean isChanged() {
    return git("status", "--porcelain", "--untracked-files=no")
        .filter(lines -> !lines.isEmpty())
        .isPresent();
  }

  private Optional<String> git(String... arguments) {
    List<String> line = new ArrayList<>(List.of("git", "-C", root.toString()));
    line.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(out.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }
}
