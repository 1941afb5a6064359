package io.cloakwork.spi.trace.encoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The message types of a `.proto` text. Of the language (protocol buffers, version 3) it takes
/// what traces need: messages and enumerations, also inside messages, fields of the types of
/// [FieldType.Scalar] and of declared types, `repeated`, options and comments.
public final class Schema {

  private final Map<String, FieldType> types = new HashMap<>();

  private Schema() {}

  /// Reads a schema.
  ///
  /// @throws IllegalArgumentException if it is written otherwise, for the text is part of the
  ///   program
  public static Schema parse(String text) {
    SchemaText.Declarations declared = new SchemaText(text).declarations();
    Schema schema = new Schema();
    schema.types.putAll(declared.enumerations());
    for (String name : declared.messages().keySet()) {
      schema.link(name, declared, new HashSet<>());
    }
    return schema;
  }

  /// The message type of that name; one inside another is `Outer.Inner`.
  public MessageType message(String name) {
    if (types.get(name) instanceof FieldType.Nested nested) {
      return nested.message();
    }
    throw new IllegalArgumentException("the schema has no message " + name);
  }

  /// Makes a declared type once what it contains is made.
  private FieldType link(String name, SchemaText.Declarations declared, Set<String> open) {
    FieldType known = types.get(name);
    if (known != null) {
      return known;
    }
    List<SchemaText.RawField> raw = declared.messages().get(name);
    if (raw == null || !open.add(name)) {
      throw new IllegalArgumentException(
          "type %s is not declared, or contains itself".formatted(name));
    }
    List<SchemaText.RawField> ordered = new ArrayList<>(raw);
    ordered.sort(Comparator.comparingInt(SchemaText.RawField::number));
    List<Field> fields = new ArrayList<>();
    for (SchemaText.RawField field : ordered) {
      FieldType type = resolve(name, field.type(), declared, open);
      fields.add(new Field(fields.size(), field.number(), field.name(), type, field.repeated()));
    }
    FieldType made = new FieldType.Nested(new MessageType(name, fields));
    types.put(name, made);
    return made;
  }

  /// A scalar, a type declared in the message, or one declared outside.
  private FieldType resolve(
      String scope, String type, SchemaText.Declarations declared, Set<String> open) {
    for (FieldType.Scalar scalar : FieldType.Scalar.values()) {
      if (scalar.name().toLowerCase(Locale.ROOT).equals(type)) {
        return scalar;
      }
    }
    String inner = scope + "." + type;
    boolean isInner =
        declared.enumerations().containsKey(inner) || declared.messages().containsKey(inner);
    return link(isInner ? inner : type, declared, open);
  }
}
