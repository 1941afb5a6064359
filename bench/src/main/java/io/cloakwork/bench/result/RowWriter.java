package io.cloakwork.bench.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Puts rows into JSON objects. What is unknown is left out.
final class RowWriter {

  /// A nanosecond in ten seconds: no clock here is better.
  private static final MathContext DIGITS = new MathContext(10);

  private RowWriter() {}

  static Map<String, Object> toJson(BenchRow row) {
    Map<String, Object> json = neutral(row);
    json.put("kind", row.kind().label());
    putText(json, "backend", row.by().backend());
    putText(json, "device", row.by().device());
    putText(json, "workload", row.workload());
    putParameters(json, row.parameters());
    putCount(json, "level", row.level());
    json.put("batch", row.batch());
    putTiming(json, row.timing());
    putNumber(json, "precision_bits", row.precisionBits());
    putNumber(json, "setup_us", row.setupMicros());
    row.floor().ifPresent(floor -> putFloor(json, floor, row));
    return json;
  }

  /// The fields that every library's rows have.
  static Map<String, Object> neutral(BenchRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("library", row.by().library());
    json.put("version", row.by().version());
    json.put("params", row.parameters().name());
    json.put("op", row.op());
    json.put("threads", row.threads());
    json.put("median_us", number(row.timing().medianMicros()));
    json.put("runs", row.timing().runs());
    return json;
  }

  static void putParameters(Map<String, Object> json, ParameterFacts parameters) {
    Map<String, Object> facts = parameters(parameters);
    if (!facts.isEmpty()) {
      json.put("parameters", facts);
    }
  }

  private static Map<String, Object> parameters(ParameterFacts parameters) {
    Map<String, Object> json = new LinkedHashMap<>();
    putCount(json, "logN", parameters.logN());
    putNumber(json, "logQP", parameters.logQP());
    putCount(json, "limbs", parameters.limbs());
    putCount(json, "digitCount", parameters.digitCount());
    putNumber(json, "logScale", parameters.logScale());
    putCount(json, "securityBits", parameters.securityBits());
    return json;
  }

  private static void putTiming(Map<String, Object> json, Timing timing) {
    putNumber(json, "min_us", timing.leastMicros());
    putNumber(json, "p10_us", timing.p10Micros());
    putNumber(json, "p90_us", timing.p90Micros());
    if (!timing.samplesMicros().isEmpty()) {
      json.put("samples_us", timing.samplesMicros().stream().map(RowWriter::number).toList());
    }
  }

  private static void putFloor(Map<String, Object> json, Floor floor, BenchRow row) {
    json.put("floor_us", number(floor.micros()));
    putNumber(json, "achieved", row.achieved());
    putCount(json, "modular_operations", floor.modularOperations());
    putCount(json, "bytes", floor.bytes());
    floor.peaks().ifPresent(peaks -> json.put("peaks", peaks(peaks)));
  }

  private static Map<String, Object> peaks(Peaks peaks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("modularOperationsPerSecond", number(peaks.modularOperationsPerSecond()));
    json.put("bytesPerSecond", number(peaks.bytesPerSecond()));
    putText(json, "source", peaks.source());
    return json;
  }

  static void putText(Map<String, Object> json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }

  private static void putNumber(Map<String, Object> json, String field, OptionalDouble value) {
    value.ifPresent(known -> json.put(field, number(known)));
  }

  private static void putCount(Map<String, Object> json, String field, OptionalInt value) {
    value.ifPresent(known -> json.put(field, known));
  }

  private static void putCount(Map<String, Object> json, String field, OptionalLong value) {
    value.ifPresent(known -> json.put(field, known));
  }

  static double number(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
