package io.cloakwork.hardware.profiles.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.hardware.profiles.facts.Evidence.Source;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads [DeviceFacts]; every refusal names the file, the field and its value. The format is
/// described in the module's README.
final class FactsJson {

  static final int VERSION = 1;

  /// How far a figure may be from what its formula gives: vendors round.
  private static final double TOLERANCE = 0.02;

  private static final Set<String> FIELDS =
      Set.of("version", "name", "kind", "architecture", "sources", "facts");

  private final String file;
  private final JsonNode root;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<Quantity, Figure> figures = new EnumMap<>(Quantity.class);

  private FactsJson(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static DeviceFacts parse(String vendor, String device, byte[] bytes) {
    String file = "facts/%s/%s.json".formatted(vendor, device);
    try {
      return new FactsJson(file, new ObjectMapper().readTree(bytes)).facts(vendor, device);
    } catch (IOException e) {
      throw new FactsException(
          "%s is not valid JSON: %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private DeviceFacts facts(String vendor, String device) {
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw wrong(field.getKey(), "is not a field; there are " + FIELDS);
      }
    }
    if (root.path("version").asInt() != VERSION) {
      throw wrong("version", "is %s, not %d".formatted(root.path("version"), VERSION));
    }
    root.path("sources").properties().forEach(entry -> source(entry.getKey(), entry.getValue()));
    root.path("facts").properties().forEach(entry -> figure(entry.getKey(), entry.getValue()));
    figures.forEach(this::checkDerived);
    return new DeviceFacts(vendor, device, text("name"), kind(), text("architecture"), figures);
  }

  private String text(String field) {
    String text = root.path(field).asText("");
    if (text.isBlank()) {
      throw wrong(field, "is missing or empty");
    }
    return text;
  }

  private DeviceKind kind() {
    String kind = text("kind");
    for (DeviceKind known : DeviceKind.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
        return known;
      }
    }
    throw wrong("kind", "is '%s', not cpu, gpu or fpga".formatted(kind));
  }

  private void source(String key, JsonNode node) {
    String title = node.path("title").asText("");
    if (title.isBlank()) {
      throw wrong("sources." + key, "has no title");
    }
    sources.put(
        key, new Source(title, node.path("section").asText(""), node.path("url").asText("")));
  }

  private void figure(String name, JsonNode node) {
    String field = "facts." + name;
    Quantity quantity =
        Quantity.named(name).orElseThrow(() -> wrong(field, "is not a quantity that is known"));
    JsonNode number = node.path("value");
    double value = number.doubleValue();
    if (!number.isNumber() || !(value >= quantity.least() && value <= quantity.most())) {
      throw wrong(
          field + ".value",
          "is %s, not a number in [%s, %s] %s"
              .formatted(
                  number.isMissingNode() ? "missing" : number,
                  quantity.least(),
                  quantity.most(),
                  quantity.unit()));
    }
    figures.put(quantity, new Figure(value, evidence(field, node)));
  }

  private Evidence evidence(String field, JsonNode node) {
    boolean isCited = node.has("source");
    boolean isDerived = node.has("derived");
    boolean isMeasured = node.has("measured");
    if ((isCited ? 1 : 0) + (isDerived ? 1 : 0) + (isMeasured ? 1 : 0) != 1) {
      throw wrong(field, "must have exactly one of source, derived and measured");
    }
    if (isDerived) {
      return new Evidence.Derived(node.path("derived").asText());
    }
    if (isMeasured) {
      return new Evidence.Measured(node.path("measured").asText());
    }
    Source source = sources.get(node.path("source").asText());
    if (source == null) {
      throw wrong(
          field + ".source",
          "is '%s', not one of %s".formatted(node.path("source").asText(), sources.keySet()));
    }
    return new Evidence.Cited(source, isChecked(field, node.path("confidence").asText()));
  }

  private boolean isChecked(String field, String confidence) {
    return switch (confidence) {
      case "checked" -> true;
      case "recalled" -> false;
      default ->
          throw wrong(
              field + ".confidence", "is '%s', not checked or recalled".formatted(confidence));
    };
  }

  private void checkDerived(Quantity quantity, Figure figure) {
    if (!(figure.evidence() instanceof Evidence.Derived derived)) {
      return;
    }
    String field = "facts." + quantity.jsonName();
    double expected;
    try {
      expected = Formula.parse(derived.formula()).value(this::value);
    } catch (FactsException e) {
      throw wrong(field + ".derived", "is '%s': %s".formatted(derived.formula(), e.getMessage()));
    }
    if (!(Math.abs(figure.value() / expected - 1) <= TOLERANCE)) {
      throw wrong(
          field + ".value",
          "is %s, but %s gives %s".formatted(figure.value(), derived.formula(), expected));
    }
  }

  private double value(Quantity quantity) {
    Figure figure = figures.get(quantity);
    if (figure == null) {
      throw new FactsException("%s is not in the file".formatted(quantity.jsonName()));
    }
    return figure.value();
  }

  private FactsException wrong(String field, String what) {
    return new FactsException("%s: field %s %s".formatted(file, field, what));
  }
}
