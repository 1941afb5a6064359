package io.cloakwork.cli.trace;

import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceBuffer;
import io.cloakwork.spi.trace.TraceGraph;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How much there is in a trace, as reports show it.
public record TraceFacts(
    String model,
    int graphs,
    long values,
    long commands,
    Map<String, Long> operations,
    Map<String, BufferFacts> buffers,
    long peakBytes) {

  /// The buffers of one role.
  public record BufferFacts(int count, long bytes) {
    BufferFacts plus(TraceBuffer buffer) {
      return new BufferFacts(count + 1, bytes + buffer.shape().bytes());
    }
  }

  public static TraceFacts of(Trace trace) {
    long values = 0;
    long commands = 0;
    Map<String, Long> operations = new TreeMap<>();
    for (TraceGraph graph : trace.graphs()) {
      values += graph.graph().values().size();
      commands += graph.graph().commands().size();
      for (RnsOp command : graph.graph().commands()) {
        operations.merge(command.name(), 1L, Long::sum);
      }
    }
    Map<String, BufferFacts> buffers = new LinkedHashMap<>();
    for (TraceBuffer buffer : trace.buffers()) {
      String role = buffer.role().name().toLowerCase(Locale.ROOT);
      BufferFacts before = buffers.getOrDefault(role, new BufferFacts(0, 0));
      buffers.put(role, before.plus(buffer));
    }
    return new TraceFacts(
        trace.name(),
        trace.graphs().size(),
        values,
        commands,
        operations,
        buffers,
        peakBytes(trace));
  }

  /// Buffers in use at once and the most that one graph needs beside them.
  private static long peakBytes(Trace trace) {
    long temporaries = 0;
    for (TraceGraph graph : trace.graphs()) {
      temporaries = Math.max(temporaries, graph.graph().lifetimes().peakTemporaryBytes());
    }
    return trace.lifetimes().peakBytes(trace) + temporaries;
  }

  /// Bytes of all buffers.
  public long bufferBytes() {
    return buffers.values().stream().mapToLong(BufferFacts::bytes).sum();
  }

  /// The fields of the JSON reports.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("graphs", graphs);
    json.put("values", values);
    json.put("commands", commands);
    json.put("operations", operations);
    json.put("buffers", buffersJson());
    json.put("peakBytes", peakBytes);
    return json;
  }

  private Map<String, Object> buffersJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    buffers.forEach(
        (role, facts) -> json.put(role, Map.of("count", facts.count(), "bytes", facts.bytes())));
    return json;
  }
}
