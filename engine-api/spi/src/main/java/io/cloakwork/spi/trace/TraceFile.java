package io.cloakwork.spi.trace;

import io.cloakwork.spi.trace.encoding.BinaryReader;
import io.cloakwork.spi.trace.encoding.BinaryWriter;
import io.cloakwork.spi.trace.encoding.EncodingException;
import io.cloakwork.spi.trace.encoding.JsonReader;
import io.cloakwork.spi.trace.encoding.JsonWriter;
import io.cloakwork.spi.trace.encoding.Message;
import io.cloakwork.spi.trace.encoding.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Traces as bytes. Equal traces are equal bytes.
public final class TraceFile {

  private TraceFile() {}

  /// Writes a trace.
  ///
  /// @throws TraceException if it has not been executed, so that hashes are missing
  public static byte[] toBytes(Trace trace, TraceEncoding encoding) {
    if (!trace.isExecuted()) {
      throw new TraceException(
          "trace '%s' has not been executed, so it has no hashes".formatted(trace.name()));
    }
    Message message = TraceEncoder.encode(trace);
    return switch (encoding) {
      case PROTOBUF -> BinaryWriter.write(message);
      case JSON -> JsonWriter.write(message).getBytes(StandardCharsets.UTF_8);
    };
  }

  /// Reads a trace in either encoding.
  ///
  /// @throws TraceException if the bytes are none that this version reads, or one that contradicts
  ///   itself or is beyond the limits
  public static Trace fromBytes(byte[] bytes, TraceLimits limits) {
    if (bytes.length > limits.maxFileBytes()) {
      throw tooLong(bytes.length, limits);
    }
    try {
      return TraceDecoder.decode(message(bytes, limits), limits);
    } catch (EncodingException | IllegalArgumentException e) {
      throw new TraceException(
          "this is no trace, or it is damaged: " + Texts.shortenedSentence(e), e);
    }
  }

  /// Reads a trace from a file.
  ///
  /// @throws TraceException as [#fromBytes]
  /// @throws IOException if the file cannot be read
  public static Trace read(Path file, TraceLimits limits) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > limits.maxFileBytes()) {
        throw tooLong(size, limits);
      }
      // A pipe has no size; the limit holds for it, too.
      return fromBytes(in.readNBytes((int) limits.maxFileBytes() + 1), limits);
    }
  }

  private static Message message(byte[] bytes, TraceLimits limits) {
    MessageType type = TraceSchema.trace();
    return switch (TraceEncoding.of(bytes)) {
      case PROTOBUF -> BinaryReader.read(bytes, type, limits.maxMessages(), limits.maxNumbers());
      case JSON -> JsonReader.read(text(bytes), type, limits.maxMessages(), limits.maxNumbers());
    };
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TraceException("this is no trace: the text is no UTF-8", e);
    }
  }

  private static TraceException tooLong(long bytes, TraceLimits limits) {
    return new TraceException(
        "the trace has %d bytes, more than the %d that are read"
            .formatted(bytes, limits.maxFileBytes()));
  }
}
