package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.KernelProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compiles programs with gcc and loads them, each once.
final class HostCompiler implements AutoCloseable {

  // A fused multiply-add must be one instruction, and nothing else may become one.
  private static final List<String> FLAGS =
      List.of(
          "-std=gnu11",
          "-O1",
          "-Wall",
          "-Werror",
          "-Wno-unused-function",
          "-ffp-contract=off",
          "-shared",
          "-fPIC",
          "-x",
          "c");

  private final Path folder;
  private final Arena arena = Arena.ofShared();
  private final Map<KernelProgram, SymbolLookup> loaded = new HashMap<>();

  HostCompiler() {
    try {
      folder = Files.createTempDirectory("cloakwork-kernels");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Why nothing can be compiled here, or empty.
  static Optional<String> missing() {
    try {
      int code =
          new ProcessBuilder("gcc", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      return code == 0 ? Optional.empty() : Optional.of("gcc --version ends with code " + code);
    } catch (IOException e) {
      return Optional.of("gcc is not here: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while looking for gcc");
    }
  }

  synchronized SymbolLookup load(KernelProgram program) {
    return loaded.computeIfAbsent(program, this::compile);
  }

  @SuppressWarnings("restricted") // loading what was just compiled is what this is for
  private SymbolLookup compile(KernelProgram program) {
    Path source = folder.resolve("program%d.c".formatted(loaded.size()));
    Path library = folder.resolve("program%d.so".formatted(loaded.size()));
    try {
      Files.writeString(source, program.source(KernelProgram.Dialect.C));
      run(program, source, library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SymbolLookup.libraryLookup(library, arena);
  }

  private static void run(KernelProgram program, Path source, Path library) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of("gcc"));
    command.addAll(FLAGS);
    command.addAll(List.of(source.toString(), "-o", library.toString(), "-lm"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError("gcc refuses " + program.name() + ":\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while compiling " + program.name(), e);
    }
  }

  @Override
  public void close() {
    arena.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
