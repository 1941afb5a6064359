package io.cloakwork.serve.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `serve` as a process of its own, on a class path as the launcher makes it.
final class ServerProcess implements AutoCloseable {

  private static final int SECONDS = 120;
  private static final Pattern PORT = Pattern.compile("\"port\":(\\d+)");

  private final Process process;
  private final Path log;
  private int port;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ServerProcess start(Path data, Path program) throws Exception {
    Path log = Files.createTempFile(data.toAbsolutePath().getParent(), "service", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx1g",
            "-cp",
            classPath(),
            ServerMain.class.getName(),
            "--listen=127.0.0.1:0",
            "--data=" + data,
            "--model=" + TestService.MODEL + "=" + program,
            "--backend=reference",
            "--drain-timeout=60");
    Process process = builder.redirectError(log.toFile()).start();
    process.getOutputStream().close();
    ServerProcess server = new ServerProcess(process, log);
    server.awaitEvent("service.started", 1);
    Matcher port = PORT.matcher(server.log());
    if (!port.find()) {
      throw new AssertionError(server.log());
    }
    server.port = Integer.parseInt(port.group(1));
    return server;
  }

  /// What this test runs with, less what knows secret keys and the tests themselves.
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
        .filter(entry -> !entry.isEmpty() && !entry.contains("client"))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.contains("junit"))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// What the process has written to its standard error.
  String log() throws IOException {
    return Files.readString(log);
  }

  /// How often an event was logged.
  long events(String name) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream().filter(line -> line.contains("\"event\":\"" + name + '"')).count();
  }

  void awaitEvent(String name, int times) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (events(name) < times) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("no '%s' in %s".formatted(name, log()));
      }
      Thread.sleep(20);
    }
  }

  /// SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int awaitExit() throws Exception {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
