package io.cloakwork.compiler.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Checked access to the fields of one JSON value; every failure names the field.
final class JsonFields {

  private static final int MAX_ITEMS = 1 << 21;

  private final String path;
  private final JsonNode node;

  JsonFields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  JsonFields object(String name) throws ArtifactException {
    JsonNode field = require(name);
    if (!field.isObject()) {
      throw wrong(name, field, "an object");
    }
    return new JsonFields(path + "." + name, field);
  }

  String text(String name) throws ArtifactException {
    JsonNode field = require(name);
    if (!field.isTextual()) {
      throw wrong(name, field, "text");
    }
    return field.textValue();
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) throws ArtifactException {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new ArtifactException(
        "field '%s.%s' is '%s', which is no %s"
            .formatted(path, name, text, type.getSimpleName().toLowerCase(Locale.ROOT)));
  }

  int number(String name, int min, int max) throws ArtifactException {
    return number(name, require(name), min, max);
  }

  /// An item of an array.
  int at(int index, int min, int max) throws ArtifactException {
    return number("[" + index + "]", node.path(index), min, max);
  }

  double real(String name) throws ArtifactException {
    return real(name, require(name));
  }

  double scale(String name) throws ArtifactException {
    double value = real(name);
    if (!(value > 0)) {
      throw wrong(name, require(name), "a positive number");
    }
    return value;
  }

  /// A number that is not negative.
  double magnitude(String name) throws ArtifactException {
    double value = real(name);
    if (!(value >= 0)) {
      throw wrong(name, require(name), "zero or a positive number");
    }
    return value;
  }

  boolean has(String name) {
    return node.has(name);
  }

  List<Integer> numbers(String name, int min, int max) throws ArtifactException {
    List<Integer> values = new ArrayList<>();
    for (JsonNode item : array(name)) {
      values.add(number(name, item, min, max));
    }
    return values;
  }

  List<Double> reals(String name) throws ArtifactException {
    List<Double> values = new ArrayList<>();
    for (JsonNode item : array(name)) {
      values.add(real(name, item));
    }
    return values;
  }

  List<String> texts(String name) throws ArtifactException {
    List<String> values = new ArrayList<>();
    for (JsonNode item : array(name)) {
      values.add(item.asText());
    }
    return values;
  }

  List<JsonFields> items(String name) throws ArtifactException {
    List<JsonFields> values = new ArrayList<>();
    for (JsonNode item : array(name)) {
      values.add(new JsonFields(path + "." + name, item));
    }
    return values;
  }

  private JsonNode array(String name) throws ArtifactException {
    JsonNode field = require(name);
    if (!field.isArray() || field.size() > MAX_ITEMS) {
      throw wrong(name, field, "an array of at most " + MAX_ITEMS + " items");
    }
    return field;
  }

  private int number(String name, JsonNode value, int min, int max) throws ArtifactException {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(name, value, "a whole number");
    }
    if (value.intValue() < min || value.intValue() > max) {
      throw wrong(name, value, "in [%d, %d]".formatted(min, max));
    }
    return value.intValue();
  }

  private double real(String name, JsonNode value) throws ArtifactException {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(name, value, "a finite number");
    }
    return value.doubleValue();
  }

  private JsonNode require(String name) throws ArtifactException {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new ArtifactException("field '%s.%s' is missing".formatted(path, name));
    }
    return field;
  }

  private ArtifactException wrong(String name, JsonNode value, String expected) {
    String shown = value.toString();
    return new ArtifactException(
        "field '%s.%s' is %s, not %s"
            .formatted(
                path, name, shown.length() > 40 ? shown.substring(0, 40) + "…" : shown, expected));
  }
}
