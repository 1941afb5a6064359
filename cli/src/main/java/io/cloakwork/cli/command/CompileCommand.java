package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompileReport;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compiles a network, says what running it will take, before any key exists, and writes it as a
/// program file.
@Command(name = "compile", description = "Compile an ONNX network and say what it will take.")
final class CompileCommand extends ConsoleCommand {

  @Parameters(
      paramLabel = "MODEL",
      description = "The network, ONNX; or a program file, whose report is shown again.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the compiled network to FILE, for 'infer --program'.")
  private Path output;

  @Option(
      names = "--explain",
      description = "Show packing, levels, rotations, keys and memory of every layer.")
  private boolean explain;

  @Mixin private CompileChoices choices;
  @Mixin private TextRows rows;
  @Mixin private NormalizationOptions normalization;

  CompileCommand(Console console) {
    super(console);
  }

  /// A program file on disk.
  private record Written(Path file, long bytes, String sha256) {

    static Written write(CompiledNetwork network, OutputFile file) {
      byte[] bytes = NetworkFile.toBytes(network);
      file.write(bytes);
      return new Written(file.path(), bytes.length, HexFormat.of().formatHex(Sha256.of(bytes)));
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file.toString());
      json.put("bytes", bytes);
      json.put("sha256", sha256);
      return json;
    }
  }

  private record Compiled(ModelLoading loaded, Optional<Written> written, boolean explain)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = CompiledJson.of(loaded.network());
      json.put("compileSeconds", Json.seconds(loaded.seconds()));
      json.put("program", written.map(Written::toJson).orElse(null));
      return json;
    }

    @Override
    public void print(Console console) {
      CompileReport report = loaded.network().report();
      if (explain) {
        console.out().print(report.explain());
      } else {
        summary(console, report);
        report.notes().forEach(note -> console.out().println("Note: " + note));
      }
      written.ifPresent(program ->
          console
              .out()
              .printf(
                  "%s: %s (%d bytes), SHA-256 %s%n",
                  program.file(),
                  Quantities.bytes(program.bytes()),
                  program.bytes(),
                  program.sha256()));
    }

    private void summary(Console console, CompileReport report) {
      List<String> names = report.layers().stream().map(LayerReport::name).toList();
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s compiles in %s: %d layers (%s), N = 2^%d, %d levels, %d %s together, %.1f bits of"
                  + " precision, %d rotations; %d keys of %s, %s of weights, %s of values"
                  + " (--explain shows each layer)%n",
              report.network(),
              Quantities.seconds(loaded.seconds()),
              names.size(),
              String.join(", ", names),
              report.parameters().logN(),
              report.parameters().maxLevel(),
              report.imagesTogether(),
              report.imagesTogether() == 1 ? "image" : "images",
              report.precisionBits(),
              report.rotations(),
              report.keys(),
              Quantities.bytes(report.keyBytes()),
              Quantities.bytes(report.weightBytes()),
              Quantities.bytes(report.valueBytes()));
    }
  }

  @Override
  Result execute() {
    CompileOptions options = choices.options();
    if (isProgram()) {
      return explained();
    }
    Optional<OutputFile> file = Optional.ofNullable(output).map(OutputFile::requireWritable);
    file.ifPresent(to -> to.requireOtherThan(model));
    try (Progress progress = Progress.start(console(), "compile")) {
      progress.say(String.valueOf(model.getFileName()));
      Optional<Calibration> calibration =
          choices.calibration(rows, normalization, ModelNotes.beside(model));
      ModelLoading loaded = ModelLoading.ofModel(model, options, calibration);
      return new Compiled(loaded, file.map(to -> Written.write(loaded.network(), to)), explain);
    }
  }

  private boolean isProgram() {
    try {
      return Files.isRegularFile(model) && NetworkFile.isProgram(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The report that was kept in a program file.
  private Result explained() {
    choices.requireNone("the network of a program file has been compiled");
    if (output != null) {
      throw new UsageFailure("--output: %s is a program file already".formatted(model));
    }
    return new Compiled(ModelLoading.ofProgram(model), Optional.empty(), explain);
  }
}
