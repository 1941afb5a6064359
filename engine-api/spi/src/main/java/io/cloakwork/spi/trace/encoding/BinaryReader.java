package io.cloakwork.spi.trace.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads messages in the binary encoding of protocol buffers. Stricter than the format: a field
/// that the schema has not, or that occurs twice, is refused. Lengths are checked against the bytes
/// that are there before anything is made of them.
public final class BinaryReader {

  private static final int MAX_VARINT_BITS = 64;

  private final byte[] bytes;
  private final Budget budget;
  private int at;

  private BinaryReader(byte[] bytes, Budget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /// Reads the message that `bytes` are.
  ///
  /// @param maxMessages the most messages in it
  /// @param maxNumbers the most numbers in it
  /// @throws EncodingException if they are none
  public static Message read(byte[] bytes, MessageType type, long maxMessages, long maxNumbers) {
    BinaryReader reader = new BinaryReader(bytes, new Budget(maxMessages, maxNumbers));
    return reader.message(type, bytes.length);
  }

  private Message message(MessageType type, int end) {
    budget.takeMessage();
    Message message = new Message(type);
    while (at < end) {
      long tag = varint(end);
      if (tag < 0 || tag >>> 3 > Integer.MAX_VALUE) {
        throw new EncodingException("message %s has a field of no number".formatted(type));
      }
      Field field = type.fieldOfNumber((int) (tag >>> 3));
      if (!field.repeated() && message.has(field)) {
        throw new EncodingException("%s of %s occurs twice".formatted(field.name(), type));
      }
      value(message, field, (int) (tag & 7), end);
    }
    return message;
  }

  private void value(Message message, Field field, int wireType, int end) {
    boolean packed = field.repeated() && wireType == BinaryWriter.DELIMITED;
    int expected =
        field.type().isNumeric() && !packed ? BinaryWriter.VARINT : BinaryWriter.DELIMITED;
    if (wireType != expected) {
      throw new EncodingException(
          "%s of %s is of wire type %d, not %d"
              .formatted(field.name(), message.type(), wireType, expected));
    }
    if (expected == BinaryWriter.VARINT) {
      message.put(field, number(field, end));
      return;
    }
    int length = length(message, field, end);
    int stop = at + length;
    if (field.type().isNumeric()) {
      while (at < stop) {
        message.put(field, number(field, stop));
      }
    } else {
      message.put(field, delimited(message, field, stop));
      at = stop;
    }
  }

  private Object delimited(Message message, Field field, int stop) {
    if (field.type() instanceof FieldType.Nested nested) {
      return message(nested.message(), stop);
    }
    budget.takeMessage();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, stop - at))
          .toString();
    } catch (CharacterCodingException e) {
      throw new EncodingException("%s of %s is no UTF-8".formatted(field.name(), message.type()));
    }
  }

  private int length(Message message, Field field, int end) {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      throw new EncodingException(
          "%s of %s has %s bytes, of which %d are there"
              .formatted(field.name(), message.type(), Long.toUnsignedString(length), end - at));
    }
    return (int) length;
  }

  private long number(Field field, int end) {
    budget.takeNumber();
    long raw = varint(end);
    return switch (field.type()) {
      case FieldType.Scalar scalar ->
          switch (scalar) {
            case UINT32 -> Ranges.uint32(field, raw);
            case SINT32 -> Ranges.sint32(field, zigzag(raw));
            case SINT64 -> zigzag(raw);
            case UINT64, STRING -> raw;
          };
      case FieldType.Enumeration names -> {
        names.nameOf(raw);
        yield raw;
      }
      case FieldType.Nested _ -> throw new IllegalStateException("a message is no number");
    };
  }

  private static long zigzag(long raw) {
    return raw >>> 1 ^ -(raw & 1);
  }

  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
      if (at == end) {
        throw new EncodingException("the bytes end inside a number, at byte %d".formatted(at));
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new EncodingException("a number before byte %d has more than 64 bits".formatted(at));
  }
}
