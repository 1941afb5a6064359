package io.cloakwork.spi.trace;

import io.cloakwork.spi.trace.encoding.MessageType;
import io.cloakwork.spi.trace.encoding.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The text of `trace.proto`: what the format is, for people, for other programs, and for this one,
/// which reads and writes by it.
public final class TraceSchema {

  /// What the field `format` of every trace says.
  public static final String FORMAT = "cloakwork-trace";

  /// The version that this program reads and writes.
  public static final int VERSION = 1;

  private static final String RESOURCE = "trace.proto";

  private TraceSchema() {}

  /// The schema with its comments.
  public static String text() {
    try (InputStream in = TraceSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the trace schema cannot be read", e);
    }
  }

  static MessageType trace() {
    return Schema.parse(text()).message("Trace");
  }
}
