package io.cloakwork.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A Maven project outside of this one, built against what this build has compiled. Nothing is
/// installed: the project's local repository is a folder of links into the one of this build, but
/// for `io/cloakwork`, which is made here.
final class OutsideProject implements AutoCloseable {

  private static final int BUILD_MINUTES = 10;
  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();

  /// Folders whose pom is a parent, and modules with classes, by artifact.
  private static final Map<String, String> PARENTS =
      Map.of("cloakwork", "", "cloakwork-engine-api", "engine-api");

  private static final Map<String, String> MODULES =
      Map.of(
          "cloakwork-spi", "engine-api/spi",
          "cloakwork-ckks", "engine-api/ckks",
          "cloakwork-client", "engine-api/client",
          "cloakwork-conformance", "engine-api/conformance",
          "cloakwork-backend-reference", "backend-reference");

  private final Path folder;
  private final Path repository;

  private OutsideProject(Path folder, Path repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /// Copies `examples/NAME` to a folder below `work`.
  static OutsideProject copy(String name, String version, Path work) throws IOException {
    Path folder = work.resolve(name);
    copyTree(ROOT.resolve("examples").resolve(name), folder);
    Path repository = work.resolve("repository");
    Path shared =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    link(shared, repository, "io");
    link(shared.resolve("io"), repository.resolve("io"), "cloakwork");
    OutsideProject project = new OutsideProject(folder, repository);
    for (Map.Entry<String, String> parent : PARENTS.entrySet()) {
      project.addPom(parent.getKey(), parent.getValue(), version);
    }
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      Path place = project.addPom(module.getKey(), module.getValue(), version);
      jar(
          ROOT.resolve(module.getValue()).resolve("target/classes"),
          place.resolve("%s-%s.jar".formatted(module.getKey(), version)));
    }
    return project;
  }

  /// Links everything in `from` but one folder.
  private static void link(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : (Iterable<Path>) children::iterator) {
        if (!child.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
        }
      }
    }
  }

  private Path addPom(String artifact, String module, String version) throws IOException {
    Path place = repository.resolve("io/cloakwork").resolve(artifact).resolve(version);
    Files.createDirectories(place);
    Files.copy(
        ROOT.resolve(module).resolve("pom.xml"),
        place.resolve("%s-%s.pom".formatted(artifact, version)));
    return place;
  }

  private static void jar(Path classes, Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, jar);
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(each);
        if (!relative.startsWith("target")) {
          Files.copy(each, to.resolve(relative.toString()));
        }
      }
    }
  }

  /// The jar of a module of this build.
  Path jarOf(String artifact, String version) {
    return repository
        .resolve("io/cloakwork")
        .resolve(artifact)
        .resolve(version)
        .resolve("%s-%s.jar".formatted(artifact, version));
  }

  Path classes() {
    return folder.resolve("target/classes");
  }

  /// What a program printed, and how it ended.
  record Ended(int exitCode, String output) {}

  Ended maven(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of("mvn", "-o", "-B", "-Dmaven.repo.local=" + repository),
                Stream.of(arguments))
            .toList();
    return run(command);
  }

  Ended run(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "run", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("not ended after 10 minutes: " + Files.readString(log));
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }

  /// Takes the links away, so that whoever deletes the folder sees none that lead out of it.
  @Override
  public void close() throws IOException {
    unlink(repository);
    unlink(repository.resolve("io"));
  }

  private static void unlink(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : (Iterable<Path>) children::iterator) {
        if (Files.isSymbolicLink(child)) {
          Files.delete(child);
        }
      }
    }
  }
}
