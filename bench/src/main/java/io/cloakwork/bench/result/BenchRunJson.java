package io.cloakwork.bench.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a run into the JSON object that [ResultFiles] reads.
public final class BenchRunJson {

  /// What the field `format` says.
  public static final String FORMAT = "cloakwork-bench";

  /// What the field `formatVersion` says. It rises when a reader of the version before would
  /// misunderstand a file; fields that it may pass over are added without.
  public static final int FORMAT_VERSION = 1;

  private BenchRunJson() {}

  /// The fields in reading order.
  public static Map<String, Object> toJson(BenchRun run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("formatVersion", FORMAT_VERSION);
    json.put("library", run.library());
    json.put("version", run.version());
    RowWriter.putText(json, "commit", run.commit());
    run.date().ifPresent(date -> json.put("date", date.toString()));
    putTexts(json, "command", run.command());
    putTexts(json, "flags", run.flags());
    run.machine().ifPresent(machine -> json.put("machine", machine(machine)));
    json.put("devices", run.devices().stream().map(BenchRunJson::device).toList());
    json.put("results", run.rows().stream().map(RowWriter::toJson).toList());
    return json;
  }

  private static void putTexts(Map<String, Object> json, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      json.put(field, texts);
    }
  }

  private static Map<String, Object> machine(Machine machine) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", machine.processor());
    json.put("cores", machine.cores());
    json.put("memoryBytes", machine.memoryBytes());
    json.put("heapBytes", machine.heapBytes());
    json.put("vectorBits", machine.vectorBits());
    json.put("loadAverage", Math.rint(machine.loadAverage() * 100) / 100);
    json.put("system", machine.system());
    json.put("jdk", machine.jdk());
    return json;
  }

  private static Map<String, Object> device(MeasuredDevice device) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", device.backend());
    json.put("name", device.name());
    json.put("threads", device.threads());
    json.put("memoryBytes", device.memoryBytes());
    RowWriter.putText(json, "driver", device.driver());
    json.put("facts", device.facts());
    return json;
  }
}
