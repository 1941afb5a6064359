package io.cloakwork.cli.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// The real launcher in a folder of its own, before a program of two classes that takes a moment to
/// build: one prints its arguments, one is rehearsed.
final class LauncherProject {

  private static final Path LAUNCHER = Path.of("..", "cloakwork");
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private static final String MAIN =
      """
      package io.cloakwork.cli;

      public final class Main {
        public static void main(String[] arguments) {
          System.out.println("main " + String.join(" ", arguments));
          System.out.println("reason " + System.getProperty("cloakwork.class.cache"));
        }
      }
      """;

  /// What a start printed and returned.
  record Start(int exitCode, String out, String err) {}

  private final Path root;

  private LauncherProject(Path root) {
    this.root = root;
  }

  /// Builds the project.
  ///
  /// @param rehearsalExitCode what the rehearsal ends with
  static LauncherProject in(Path root, int rehearsalExitCode) throws IOException {
    LauncherProject project = new LauncherProject(root);
    Path sources = Files.createDirectories(root.resolve("sources"));
    Path classes = Files.createDirectories(root.resolve("classes"));
    Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
    Path rehearsal =
        Files.writeString(sources.resolve("Rehearsal.java"), rehearsal(rehearsalExitCode));
    Start compiled =
        project.execute(
            List.of(
                JDK.resolve("bin/javac").toString(),
                "-d",
                classes.toString(),
                main.toString(),
                rehearsal.toString()));
    if (compiled.exitCode() != 0) {
      throw new AssertionError(compiled.err());
    }
    Files.createDirectories(root.resolve("cli/target/lib"));
    project.pack(
        classes,
        root.resolve("cli/target/cloakwork-cli-1.jar"),
        "io/cloakwork/cli/Main.class",
        "io/cloakwork/cli/startup/Rehearsal.class");
    project.pack(classes, root.resolve("cli/target/lib/library.jar"));
    Files.createDirectories(root.resolve("target"));
    Path shared = root.resolve("cli/src/main/launcher");
    Files.createDirectories(shared);
    Files.copy(Path.of("src/main/launcher/start.sh"), shared.resolve("start.sh"));
    Files.createFile(root.resolve("target/cloakwork.built"));
    Files.copy(LAUNCHER, root.resolve("cloakwork"));
    return project;
  }

  private static String rehearsal(int exitCode) {
    return """
    package io.cloakwork.cli.startup;

    import java.nio.file.Files;
    import java.nio.file.Path;
    import java.nio.file.StandardOpenOption;

    public final class Rehearsal {
      public static void main(String[] arguments) throws Exception {
        Files.writeString(
            Path.of("rehearsals"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        io.cloakwork.cli.Main.main(arguments);
        System.exit(%d);
      }
    }
    """
        .formatted(exitCode);
  }

  private void pack(Path classes, Path jar, String... entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String entry : entries) {
        out.putNextEntry(new JarEntry(entry));
        Files.copy(classes.resolve(entry), out);
      }
    }
  }

  Path cache() {
    return root.resolve("target/cloakwork.jsa");
  }

  Path cacheKey() {
    return root.resolve("target/cloakwork.jsa.key");
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /// How often the rehearsal has run.
  int rehearsals() throws IOException {
    Path marks = root.resolve("rehearsals");
    return Files.exists(marks) ? Files.readString(marks).length() : 0;
  }

  /// `./cloakwork` with arguments.
  Start start(String... arguments) {
    List<String> line = new ArrayList<>(List.of("bash", root.resolve("cloakwork").toString()));
    line.addAll(Arrays.asList(arguments));
    return execute(line);
  }

  private Start execute(List<String> line) {
    try {
      Path out = Files.createTempFile(root, "out", ".txt");
      Path err = Files.createTempFile(root, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(root.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("JAVA_HOME", JDK.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after two minutes: " + line);
      }
      return new Start(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
