package io.cloakwork.serve.server.ops.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes spans as an OTLP trace request in JSON (OpenTelemetry Protocol 1.x: 64-bit numbers are
/// texts, ids are hexadecimal).
final class OtlpJson {

  private static final String SCOPE = "io.cloakwork.serve";
  private static final int INTERNAL = 1;
  private static final int SERVER = 2;
  private static final int STATUS_OK = 1;
  private static final int STATUS_ERROR = 2;

  private final JsonFactory json = new JsonFactory();
  private final String version;

  OtlpJson(String version) {
    this.version = version;
  }

  /// One line, without its end.
  String request(List<Span> spans) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeArrayFieldStart("resourceSpans");
      out.writeStartObject();
      out.writeObjectFieldStart("resource");
      attributes(out, Map.of("service.name", "cloakwork", "service.version", version));
      out.writeEndObject();
      out.writeArrayFieldStart("scopeSpans");
      out.writeStartObject();
      out.writeObjectFieldStart("scope");
      out.writeStringField("name", SCOPE);
      out.writeEndObject();
      out.writeArrayFieldStart("spans");
      for (Span span : spans) {
        span(out, span);
      }
      out.writeEndArray();
      out.writeEndObject();
      out.writeEndArray();
      out.writeEndObject();
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void span(JsonGenerator out, Span span) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", span.traceId());
    out.writeStringField("spanId", span.spanId());
    if (span.parentId().isPresent()) {
      out.writeStringField("parentSpanId", span.parentId().get());
    }
    out.writeStringField("name", span.name());
    out.writeNumberField("kind", span.server() ? SERVER : INTERNAL);
    out.writeStringField("startTimeUnixNano", Long.toString(span.startNanos()));
    out.writeStringField("endTimeUnixNano", Long.toString(span.endNanos()));
    attributes(out, span.attributes());
    out.writeObjectFieldStart("status");
    out.writeNumberField("code", span.failed() ? STATUS_ERROR : STATUS_OK);
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void attributes(JsonGenerator out, Map<String, ?> attributes) throws IOException {
    out.writeArrayFieldStart("attributes");
    for (Map.Entry<String, ?> attribute : new TreeMap<String, Object>(attributes).entrySet()) {
      out.writeStartObject();
      out.writeStringField("key", attribute.getKey());
      out.writeObjectFieldStart("value");
      switch (attribute.getValue()) {
        case Boolean truth -> out.writeBooleanField("boolValue", truth);
        case Integer number -> out.writeStringField("intValue", number.toString());
        case Long number -> out.writeStringField("intValue", number.toString());
        default -> out.writeStringField("stringValue", attribute.getValue().toString());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
