package io.cloakwork.spi.trace.encoding;

/// Reads messages in the JSON mapping of protocol buffers. Stricter than the mapping: a name that
/// the schema has not, or that occurs twice, and `null` are refused. Numbers may be text or not.
public final class JsonReader {

  private final JsonTokens in;
  private final Budget budget;

  private JsonReader(String text, Budget budget) {
    this.in = new JsonTokens(text);
    this.budget = budget;
  }

  /// Reads the message that `text` is.
  ///
  /// @param maxMessages the most messages in it
  /// @param maxNumbers the most numbers in it
  /// @throws EncodingException if it is none
  public static Message read(String text, MessageType type, long maxMessages, long maxNumbers) {
    JsonReader reader = new JsonReader(text, new Budget(maxMessages, maxNumbers));
    Message message = reader.message(type);
    reader.in.requireEnd();
    return message;
  }

  private Message message(MessageType type) {
    budget.takeMessage();
    Message message = new Message(type);
    in.require('{');
    if (in.skips('}')) {
      return message;
    }
    do {
      Field field = type.fieldOfJson(in.string());
      if (message.has(field)) {
        throw new EncodingException("%s of %s occurs twice".formatted(field.jsonName(), type));
      }
      in.require(':');
      if (field.repeated()) {
        list(message, field);
      } else {
        message.put(field, item(field));
      }
    } while (in.skips(','));
    in.require('}');
    return message;
  }

  private void list(Message message, Field field) {
    in.require('[');
    if (in.skips(']')) {
      return;
    }
    do {
      message.put(field, item(field));
    } while (in.skips(','));
    in.require(']');
  }

  private Object item(Field field) {
    return switch (field.type()) {
      case FieldType.Nested nested -> message(nested.message());
      case FieldType.Enumeration names -> {
        budget.takeNumber();
        yield (long) names.numberOf(in.string());
      }
      case FieldType.Scalar scalar -> {
        if (scalar == FieldType.Scalar.STRING) {
          budget.takeMessage();
          yield in.string();
        }
        budget.takeNumber();
        yield number(field, scalar, in.numberText());
      }
    };
  }

  private static Long number(Field field, FieldType.Scalar scalar, String text) {
    try {
      return switch (scalar) {
        case UINT32 -> Ranges.uint32(field, Long.parseLong(text));
        case SINT32 -> Ranges.sint32(field, Long.parseLong(text));
        case SINT64 -> Long.parseLong(text);
        case UINT64, STRING -> Long.parseUnsignedLong(text);
      };
    } catch (NumberFormatException e) {
      throw new EncodingException(
          "%s is '%s', no whole number of its type".formatted(field.jsonName(), text));
    }
  }
}
