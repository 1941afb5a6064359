package io.cloakwork.cli.startup;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.command.CloakworkCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// Runs what people run, in small, and shows nothing of it. The launcher starts this once after a
/// build and has the virtual machine note which classes are loaded: they go into the class cache of
/// later starts. A command that fails here costs later starts time, nothing else.
public final class Rehearsal {

  private static final String MODEL = "/io/cloakwork/cli/model/m2_lola.onnx";
  private static final int MODEL_INPUTS = 28 * 28;

  private Rehearsal() {}

  /// Takes no arguments.
  public static void main(String[] arguments) throws IOException {
    // The process's own console asks the system what its streams are, as every start does.
    Console.ofProcess();
    Console nowhere = nowhere();
    Path folder = Files.createTempDirectory("cloakwork-rehearsal");
    Path model = folder.resolve("model.onnx");
    Path samples = folder.resolve("samples.csv");
    try {
      writeModel(model);
      Files.writeString(samples, String.join(",", Collections.nCopies(MODEL_INPUTS, "1")) + "\n");
      for (List<String> line : lines(model, samples)) {
        CloakworkCommand.run(nowhere, line.toArray(String[]::new));
      }
    } finally {
      Files.deleteIfExists(samples);
      Files.deleteIfExists(model);
      Files.deleteIfExists(folder);
    }
    System.exit(0); // the listing is complete when the virtual machine exits
  }

  private static List<List<String>> lines(Path model, Path samples) {
    String file = model.toString();
    return List.of(
        List.of("--help"),
        List.of("demo", "--count", "1", "--warmup", "0"),
        List.of("infer", "--model", file, "--input", samples.toString(), "--warmup", "0", "--json"),
        List.of("compile", file),
        serving(file),
        List.of("devices"),
        List.of("doctor"));
  }

  /// A service and its client in one.
  private static List<String> serving(String model) {
    return List.of(
        "bench",
        "serve",
        "--model",
        model,
        "--requests",
        "2",
        "--naive-requests",
        "1",
        "--clients",
        "1",
        "--lanes",
        "1");
  }

  private static void writeModel(Path to) throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream(MODEL)) {
      Files.copy(in, to);
    }
  }

  private static Console nowhere() {
    PrintStream nothing =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Console.piped(nothing, nothing);
  }
}
