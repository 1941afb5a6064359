package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.compiler.CompileReport;
import io.cloakwork.compiler.LayerReport;
import io.cloakwork.compiler.Objective;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compiles a network and says what running it will take, before any key exists.
@Command(name = "compile", description = "Compile an ONNX network and say what it will take.")
final class CompileCommand extends ConsoleCommand {

  @Parameters(paramLabel = "MODEL", description = "The network, ONNX.")
  private Path model;

  @Option(
      names = "--explain",
      description = "Show packing, levels, rotations, keys and memory of every layer.")
  private boolean explain;

  @Mixin private ObjectiveOptions objective;

  CompileCommand(Console console) {
    super(console);
  }

  private record Compiled(CompileReport report, double seconds, boolean explain) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", report.network());
      json.put("compileSeconds", Json.seconds(seconds));
      json.put("parameters", ParametersJson.of(report.parameters()));
      json.put("keys", Map.of("count", report.keys(), "bytes", report.keyBytes()));
      json.put("weightBytes", report.weightBytes());
      json.put("valueBytes", report.valueBytes());
      json.put("rotations", report.rotations());
      json.put("input", report.input().toString());
      json.put("output", report.output().toString());
      json.put("layers", report.layers().stream().map(Compiled::layer).toList());
      return json;
    }

    private static Map<String, Object> layer(LayerReport layer) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", layer.name());
      json.put("summary", layer.summary());
      json.put("level", layer.level());
      json.put("levels", layer.levels());
      json.put("babyRotations", layer.babySteps());
      json.put("giantRotations", layer.giantSteps());
      json.put("plainRotations", layer.rotations());
      json.put("plaintextProducts", layer.plainProducts());
      json.put("scalarProducts", layer.scalarProducts());
      json.put("ciphertextProducts", layer.products());
      json.put("weightBytes", layer.weightBytes());
      json.put("logScale", layer.logScale());
      return json;
    }

    @Override
    public void print(Console console) {
      if (explain) {
        console.out().print(report.explain());
        return;
      }
      List<String> names = report.layers().stream().map(LayerReport::name).toList();
      console
          .out()
          .printf(
              "%s compiles in %s: %d layers (%s), N = 2^%d, %d levels, %d keys of %s, %s of"
                  + " weights, %d rotations (--explain shows each layer)%n",
              report.network(),
              Quantities.seconds(seconds),
              names.size(),
              String.join(", ", names),
              report.parameters().logN(),
              report.parameters().maxLevel(),
              report.keys(),
              Quantities.bytes(report.keyBytes()),
              Quantities.bytes(report.weightBytes()),
              report.rotations());
    }
  }

  @Override
  Result execute() {
    ModelLoading loaded = load(objective.get());
    return new Compiled(loaded.network().report(), loaded.seconds(), explain);
  }

  private ModelLoading load(Objective compileFor) {
    try (Progress progress = Progress.start(console(), "compile")) {
      progress.say(String.valueOf(model.getFileName()));
      return ModelLoading.ofFile(model, compileFor);
    }
  }
}
