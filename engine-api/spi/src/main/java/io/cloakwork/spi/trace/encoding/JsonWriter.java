package io.cloakwork.spi.trace.encoding;

import java.util.List;

/// Writes messages in the JSON mapping of protocol buffers: names in lowerCamelCase, 64-bit numbers
/// and enumerations as text. What was never set is left out; zeros that were set are written, for
/// people. Messages of the outer levels have a line each.
public final class JsonWriter {

  /// Down to this depth the fields of a message have a line each.
  private static final int FIELD_LINES = 3;

  /// Down to this depth the messages of a list have a line each.
  private static final int ITEM_LINES = 4;

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  public static String write(Message message) {
    JsonWriter writer = new JsonWriter();
    writer.message(message, 0);
    return writer.out.append('\n').toString();
  }

  private void message(Message message, int depth) {
    out.append('{');
    boolean first = true;
    for (Field field : message.type().fields()) {
      if (isWritten(message, field)) {
        separate(first, depth + 1, FIELD_LINES);
        first = false;
        text(field.jsonName());
        out.append(": ");
        value(message, field, depth + 1);
      }
    }
    end(depth, FIELD_LINES);
    out.append('}');
  }

  private static boolean isWritten(Message message, Field field) {
    if (!message.has(field)) {
      return false;
    }
    return field.repeated() || !"".equals(message.single(field));
  }

  private void value(Message message, Field field, int depth) {
    if (!field.repeated()) {
      item(field, message.single(field), depth);
    } else if (field.type().isNumeric()) {
      numbers(field, message.numbers(field));
    } else {
      items(field, message.list(field), depth);
    }
  }

  private void items(Field field, List<Object> items, int depth) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      separate(i == 0, depth + 1, ITEM_LINES);
      item(field, items.get(i), depth + 1);
    }
    end(depth, ITEM_LINES);
    out.append(']');
  }

  private void numbers(Field field, long[] numbers) {
    out.append('[');
    for (int i = 0; i < numbers.length; i++) {
      out.append(i == 0 ? "" : ",");
      number(field, numbers[i]);
    }
    out.append(']');
  }

  private void item(Field field, Object item, int depth) {
    switch (item) {
      case Message nested -> message(nested, depth);
      case Long number -> number(field, number);
      default -> text((String) item);
    }
  }

  private void number(Field field, long number) {
    switch (field.type()) {
      case FieldType.Enumeration names -> text(names.nameOf(number));
      case FieldType.Nested _ -> throw new IllegalStateException("a message is no number");
      case FieldType.Scalar scalar -> {
        switch (scalar) {
          case UINT32, SINT32, STRING -> out.append(number);
          case UINT64 -> out.append('"').append(Long.toUnsignedString(number)).append('"');
          case SINT64 -> out.append('"').append(number).append('"');
        }
      }
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void separate(boolean first, int depth, int lines) {
    if (!first) {
      out.append(depth <= lines ? "," : ", ");
    }
    if (depth <= lines) {
      out.append('\n').repeat(' ', depth);
    }
  }

  /// Before the bracket that closes what is at `depth`.
  private void end(int depth, int lines) {
    if (depth < lines) {
      out.append('\n').repeat(' ', depth);
    }
  }
}
