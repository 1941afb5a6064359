package io.cloakwork.serve.server.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Writes events as lines of JSON: `time`, `level`, `event`, then the event's fields.
public final class JsonLines implements EventLog {

  private final OutputStream out;
  private final Clock clock;
  private final JsonFactory json = new JsonFactory();
  private final ReentrantLock writing = new ReentrantLock();

  /// Writes to `out`, which stays the caller's.
  public JsonLines(OutputStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void write(Level level, String event, Map<String, ?> fields) {
    byte[] line = line(level, event, fields).getBytes(StandardCharsets.UTF_8);
    writing.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      // Whoever read the log is gone; the service goes on without.
      return;
    } finally {
      writing.unlock();
    }
  }

  private String line(Level level, String event, Map<String, ?> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("time", clock.instant().toString());
      generator.writeStringField("level", level.name().toLowerCase(Locale.ROOT));
      generator.writeStringField("event", event);
      for (Map.Entry<String, ?> field : fields.entrySet()) {
        generator.writeFieldName(field.getKey());
        writeValue(generator, field.getValue());
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.append('\n').toString();
  }

  private static void writeValue(JsonGenerator generator, Object value) throws IOException {
    switch (value) {
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Boolean truth -> generator.writeBoolean(truth);
      case Throwable failure -> generator.writeString(stackTrace(failure));
      case Collection<?> values -> {
        generator.writeStartArray();
        for (Object one : values) {
          writeValue(generator, one);
        }
        generator.writeEndArray();
      }
      default -> generator.writeString(value.toString());
    }
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
