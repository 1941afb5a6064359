package io.cloakwork.spi.trace.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/// A message of some type, in memory: for each field a value, a list, or nothing, which means the
/// default of its type: zero, the empty text, an empty list.
public final class Message {

  private static final long[] NO_NUMBERS = {};

  private final MessageType type;
  // Long, String, Message, Numbers or ArrayList, as the field says; null for nothing.
  private final Object[] values;

  public Message(MessageType type) {
    this.type = type;
    this.values = new Object[type.fields().size()];
  }

  public MessageType type() {
    return type;
  }

  /// A new message for the field of that name, which is part of this one from now on.
  public Message add(String name) {
    Field field = type.field(name);
    if (!(field.type() instanceof FieldType.Nested nested)) {
      throw new IllegalArgumentException("%s of %s is no message".formatted(name, type));
    }
    Message message = new Message(nested.message());
    put(field, message);
    return message;
  }

  public Message set(String name, String text) {
    put(type.field(name), text);
    return this;
  }

  public Message set(String name, long number) {
    put(type.field(name), number);
    return this;
  }

  /// Sets a field to a name among those that its type has.
  public Message setName(String name, String constant) {
    Field field = type.field(name);
    if (!(field.type() instanceof FieldType.Enumeration names)) {
      throw new IllegalArgumentException("%s of %s is no enumeration".formatted(name, type));
    }
    put(field, (long) names.numberOf(constant));
    return this;
  }

  /// Adds numbers to a list.
  public Message addAll(String name, LongStream numbers) {
    Field field = type.field(name);
    numbers.forEach(number -> put(field, number));
    return this;
  }

  /// Sets a field or adds to its list, whatever it had before.
  void put(Field field, Object value) {
    if (!field.repeated()) {
      values[field.index()] = value;
    } else if (field.type().isNumeric()) {
      if (values[field.index()] == null) {
        values[field.index()] = new Numbers();
      }
      ((Numbers) values[field.index()]).add((Long) value);
    } else {
      items(field).add(value);
    }
  }

  @SuppressWarnings("unchecked") // a repeated field holds nothing else
  private List<Object> items(Field field) {
    if (values[field.index()] == null) {
      values[field.index()] = new ArrayList<>();
    }
    return (List<Object>) values[field.index()];
  }

  /// Whether a field has been set, or added to.
  boolean has(Field field) {
    return values[field.index()] != null;
  }

  /// The value of a field that is not repeated, or null.
  Object single(Field field) {
    return values[field.index()];
  }

  /// The messages or texts of a repeated field.
  @SuppressWarnings("unchecked") // as above
  List<Object> list(Field field) {
    Object list = values[field.index()];
    return list == null ? List.of() : Collections.unmodifiableList((List<Object>) list);
  }

  /// The numbers of a repeated field.
  long[] numbers(Field field) {
    Object list = values[field.index()];
    return list == null ? NO_NUMBERS : ((Numbers) list).toArray();
  }

  /// Whether a message has been set.
  public boolean has(String name) {
    return has(type.field(name));
  }

  public String text(String name) {
    Object text = single(type.field(name));
    return text == null ? "" : (String) text;
  }

  public long number(String name) {
    Object number = single(type.field(name));
    return number == null ? 0 : (Long) number;
  }

  /// The name that a field has been set to.
  ///
  /// @throws EncodingException if it is none, zero, or a number without a name
  public String name(String name) {
    Field field = type.field(name);
    if (number(name) == 0) {
      throw new EncodingException("a %s has no %s".formatted(type, name));
    }
    return ((FieldType.Enumeration) field.type()).nameOf(number(name));
  }

  /// The message of a field.
  ///
  /// @throws EncodingException if there is none
  public Message message(String name) {
    Object message = single(type.field(name));
    if (message == null) {
      throw new EncodingException("a %s has no %s".formatted(type, name));
    }
    return (Message) message;
  }

  public List<Message> messages(String name) {
    return list(type.field(name)).stream().map(Message.class::cast).toList();
  }

  public long[] numbers(String name) {
    return numbers(type.field(name));
  }
}
