package io.cloakwork.spi.trace.encoding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A message type of a schema: its fields in the order of their numbers. Types do not contain
/// themselves, so messages are no deeper than the schema.
public final class MessageType {

  private final String name;
  private final List<Field> fields;
  private final Map<String, Field> byName = new HashMap<>();
  private final Map<String, Field> byJsonName = new HashMap<>();
  private final Map<Integer, Field> byNumber = new HashMap<>();

  MessageType(String name, List<Field> fields) {
    this.name = name;
    this.fields = List.copyOf(fields);
    for (Field field : fields) {
      byName.put(field.name(), field);
      byJsonName.put(field.jsonName(), field);
      byNumber.put(field.number(), field);
    }
  }

  public String name() {
    return name;
  }

  public List<Field> fields() {
    return fields;
  }

  /// The field that the schema calls so; the code and the schema belong together.
  Field field(String fieldName) {
    Field field = byName.get(fieldName);
    if (field == null) {
      throw new IllegalArgumentException("message %s has no field %s".formatted(name, fieldName));
    }
    return field;
  }

  /// @throws EncodingException if JSON has a name that the schema has not
  Field fieldOfJson(String jsonName) {
    Field field = byJsonName.getOrDefault(jsonName, byName.get(jsonName));
    if (field == null) {
      throw new EncodingException("message %s has no field '%s'".formatted(name, jsonName));
    }
    return field;
  }

  /// @throws EncodingException if the bytes have a number that the schema has not
  Field fieldOfNumber(int number) {
    Field field = byNumber.get(number);
    if (field == null) {
      throw new EncodingException("message %s has no field of number %d".formatted(name, number));
    }
    return field;
  }

  @Override
  public String toString() {
    return name;
  }
}
