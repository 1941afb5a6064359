package io.cloakwork.spi.trace.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes messages in the binary encoding of protocol buffers. Defaults are left out, lists of
/// numbers are packed, fields come in the order of their numbers: one message, one text of bytes.
public final class BinaryWriter {

  static final int VARINT = 0;
  static final int DELIMITED = 2;

  private static final int CONTINUES = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private BinaryWriter() {}

  public static byte[] write(Message message) {
    BinaryWriter writer = new BinaryWriter();
    for (Field field : message.type().fields()) {
      if (message.has(field)) {
        writer.field(message, field);
      }
    }
    return writer.out.toByteArray();
  }

  private void field(Message message, Field field) {
    if (field.type().isNumeric()) {
      if (field.repeated()) {
        packed(field, message.numbers(field));
      } else {
        number(field, (Long) message.single(field));
      }
    } else if (field.repeated()) {
      message.list(field).forEach(item -> delimited(field, bytes(item)));
    } else {
      byte[] bytes = bytes(message.single(field));
      if (bytes.length > 0 || field.type() instanceof FieldType.Nested) {
        delimited(field, bytes);
      }
    }
  }

  private static byte[] bytes(Object item) {
    return item instanceof Message nested
        ? write(nested)
        : ((String) item).getBytes(StandardCharsets.UTF_8);
  }

  private void number(Field field, long number) {
    if (number != 0) {
      varint((long) field.number() << 3 | VARINT);
      varint(encoded(field, number));
    }
  }

  private void packed(Field field, long[] numbers) {
    BinaryWriter content = new BinaryWriter();
    for (long number : numbers) {
      content.varint(encoded(field, number));
    }
    delimited(field, content.out.toByteArray());
  }

  private void delimited(Field field, byte[] bytes) {
    varint((long) field.number() << 3 | DELIMITED);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  /// Signed types map 0, −1, 1, −2 … to 0, 1, 2, 3 …
  private static long encoded(Field field, long number) {
    boolean signed =
        field.type() == FieldType.Scalar.SINT32 || field.type() == FieldType.Scalar.SINT64;
    return signed ? number << 1 ^ number >> 63 : number;
  }

  private void varint(long value) {
    long left = value;
    while ((left & -CONTINUES) != 0) {
      out.write((int) (left & CONTINUES - 1 | CONTINUES));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
