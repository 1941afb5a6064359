package io.cloakwork.cli.command;

import io.cloakwork.cli.Json;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.inference.ProfileJson;
import io.cloakwork.compiler.CompileReport;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.LayerReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What `compile --json` says of a network: all of it is known before any key exists.
final class CompiledJson {

  private CompiledJson() {}

  static Map<String, Object> of(CompiledNetwork network) {
    CompileReport report = network.report();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", report.network());
    json.put("objective", network.objective().name().toLowerCase(Locale.ROOT));
    json.put("imagesTogether", report.imagesTogether());
    json.put("precisionBits", bits(report.precisionBits()));
    json.put("predictedLogitError", Json.finite(report.error().total()));
    json.put("predictedFitError", Json.orNull(report.error().fit()));
    json.put("maxAbsLogit", Json.finite(report.error().largestOutput()));
    json.put("parameters", ParametersJson.of(report.parameters()));
    json.put("keys", Map.of("count", report.keys(), "bytes", report.keyBytes()));
    json.put("memory", memory(report));
    json.put("rotations", report.rotations());
    json.put("predictedSeconds", Json.seconds(report.predictedSeconds()));
    json.put("predictedSecondsPerImage", Json.seconds(report.predictedSecondsPerImage()));
    json.put("profile", ProfileJson.of(report.time()));
    json.put("input", report.input().toString());
    json.put("output", report.output().toString());
    json.put("notes", report.notes());
    json.put("layers", report.layers().stream().map(CompiledJson::layer).toList());
    return json;
  }

  private static Map<String, Object> memory(CompileReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("keyBytes", report.keyBytes());
    json.put("weightBytes", report.weightBytes());
    json.put("valueBytes", report.valueBytes());
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
    json.put("precisionBits", bits(layer.precisionBits()));
    json.put("predictedSeconds", Json.seconds(layer.predictedSeconds()));
    return json;
  }

  /// Hundredths of a bit: a prediction is no better.
  private static Double bits(double bits) {
    return Json.finite(Math.rint(bits * 100) / 100);
  }
}
