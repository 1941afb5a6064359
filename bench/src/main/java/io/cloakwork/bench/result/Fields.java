package io.cloakwork.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The fields of one JSON object, checked for type and range as they are taken. Fields that nobody
/// takes are of no concern; `null` is the same as nothing.
final class Fields {

  /// Enough for any name; what is longer is no name.
  static final int MAX_TEXT = 1000;

  /// A class path can be one argument.
  static final int MAX_ARGUMENT = 100_000;

  private static final int MAX_ENTRIES = 10_000;

  private final String where;
  private final String prefix;
  private final JsonNode object;

  private Fields(String where, String prefix, JsonNode object) {
    this.where = where;
    this.prefix = prefix;
    this.object = object;
  }

  /// @param where file and line, which every complaint begins with
  /// @throws ResultFormatException if the node is not an object
  static Fields of(String where, JsonNode node) {
    if (!node.isObject()) {
      throw new ResultFormatException("%s: this is %s, not an object".formatted(where, kind(node)));
    }
    return new Fields(where, "", node);
  }

  /// A complaint about a field.
  ResultFormatException complaint(String field, String what) {
    return new ResultFormatException("%s: %s%s %s".formatted(where, prefix, field, what));
  }

  private ResultFormatException wrongType(String field, JsonNode node, String expected) {
    return complaint(field, "is %s, not %s".formatted(shown(node), expected));
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  private Optional<JsonNode> find(String field) {
    return has(field) ? Optional.of(object.get(field)) : Optional.empty();
  }

  private ResultFormatException missing(String field) {
    return complaint(field, "is missing");
  }

  String text(String field) {
    String text = optionalText(field).orElseThrow(() -> missing(field));
    if (text.isBlank()) {
      throw complaint(field, "is empty");
    }
    return text;
  }

  String textOr(String field, String otherwise) {
    return optionalText(field).orElse(otherwise);
  }

  Optional<String> optionalText(String field) {
    return find(field).map(node -> text(field, node, MAX_TEXT));
  }

  private String text(String field, JsonNode node, int most) {
    if (!node.isTextual()) {
      throw wrongType(field, node, "a text");
    }
    if (node.textValue().length() > most) {
      throw complaint(
          field, "has %,d characters, more than %,d".formatted(node.textValue().length(), most));
    }
    return node.textValue();
  }

  /// A positive number.
  double positive(String field) {
    return optionalPositive(field).orElseThrow(() -> missing(field));
  }

  OptionalDouble optionalPositive(String field) {
    OptionalDouble value = optionalNumber(field);
    if (value.isPresent() && !(value.getAsDouble() > 0)) {
      throw complaint(field, "is %s, not a positive number".formatted(value.getAsDouble()));
    }
    return value;
  }

  /// A finite number of either sign.
  OptionalDouble optionalNumber(String field) {
    Optional<JsonNode> node = find(field);
    return node.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(field, node.get()));
  }

  private double number(String field, JsonNode node) {
    if (!node.isNumber()) {
      throw wrongType(field, node, "a number");
    }
    if (!Double.isFinite(node.doubleValue())) {
      throw complaint(field, "is too large for a number");
    }
    return node.doubleValue();
  }

  /// A whole number in a range.
  int integer(String field, int least, int most) {
    return optionalInteger(field, least, most).orElseThrow(() -> missing(field));
  }

  OptionalInt optionalInteger(String field, int least, int most) {
    OptionalLong value = optionalCount(field, least, most);
    return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
  }

  OptionalLong optionalCount(String field, long least, long most) {
    Optional<JsonNode> found = find(field);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode node = found.get();
    boolean whole = node.isIntegralNumber() || (node.isNumber() && node.doubleValue() % 1 == 0);
    if (!whole) {
      throw wrongType(field, node, "a whole number");
    }
    double value = node.doubleValue();
    if (!(value >= least && value <= most)) {
      throw complaint(field, "is %s, not in [%d, %d]".formatted(shown(node), least, most));
    }
    return OptionalLong.of(node.longValue());
  }

  /// An object inside this one; empty if it is absent.
  Fields object(String field) {
    JsonNode node = find(field).orElse(JsonNodeFactory.instance.objectNode());
    if (!node.isObject()) {
      throw wrongType(field, node, "an object");
    }
    return new Fields(where, prefix + field + ".", node);
  }

  /// Whether the field is there and an object.
  boolean hasObject(String field) {
    return has(field) && object.get(field).isObject();
  }

  /// The objects of an array; none if it is absent.
  List<Fields> objects(String field) {
    List<Fields> all = new ArrayList<>();
    for (JsonNode node : array(field, MAX_ENTRIES)) {
      String name = "%s[%d]".formatted(field, all.size());
      if (!node.isObject()) {
        throw wrongType(name, node, "an object");
      }
      all.add(new Fields(where, prefix + name + ".", node));
    }
    return all;
  }

  /// The arguments of a command in an array; none if it is absent.
  List<String> arguments(String field) {
    List<String> all = new ArrayList<>();
    for (JsonNode node : array(field, MAX_ENTRIES)) {
      all.add(text("%s[%d]".formatted(field, all.size()), node, MAX_ARGUMENT));
    }
    return all;
  }

  /// The positive numbers of an array; none if it is absent.
  List<Double> positives(String field, int most) {
    List<Double> all = new ArrayList<>();
    for (JsonNode node : array(field, most)) {
      String name = "%s[%d]".formatted(field, all.size());
      double value = number(name, node);
      if (!(value > 0)) {
        throw complaint(name, "is %s, not a positive number".formatted(value));
      }
      all.add(value);
    }
    return all;
  }

  private Iterable<JsonNode> array(String field, int most) {
    JsonNode node = find(field).orElse(JsonNodeFactory.instance.arrayNode());
    if (!node.isArray()) {
      throw wrongType(field, node, "an array");
    }
    if (node.size() > most) {
      throw complaint(field, "has %,d entries, more than %,d".formatted(node.size(), most));
    }
    return node;
  }

  /// Names and texts; numbers and booleans are taken as they are written.
  Map<String, String> textMap(String field) {
    Map<String, String> all = new LinkedHashMap<>();
    Fields inner = object(field);
    if (inner.object.size() > MAX_ENTRIES) {
      throw complaint(field, "has %,d entries".formatted(inner.object.size()));
    }
    for (Map.Entry<String, JsonNode> entry : inner.object.properties()) {
      JsonNode value = entry.getValue();
      if (value.isContainerNode()) {
        throw inner.wrongType(entry.getKey(), value, "a text");
      }
      all.put(
          entry.getKey(),
          value.isTextual() ? inner.text(entry.getKey(), value, MAX_TEXT) : value.asText());
    }
    return all;
  }

  private static String shown(JsonNode node) {
    String text = node.isContainerNode() ? kind(node) : node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case BINARY, STRING -> "a text";
      case BOOLEAN -> "a boolean";
      case NUMBER -> "a number";
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }
}
