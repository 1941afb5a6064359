package io.cloakwork.hardware.profiles.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloakwork.hardware.profiles.tuning.TuningData.Measured;
import io.cloakwork.hardware.profiles.tuning.TuningData.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tuning data as JSON; the format is described in the module's README. Every refusal names the
/// file and the field.
public final class TuningJson {

  private static final int VERSION = 1;

  /// Far more than any tuner writes.
  static final int MAX_BYTES = 1 << 20;

  private final String file;
  private final JsonNode root;

  private TuningJson(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /// Reads data.
  ///
  /// @param file how messages call it
  /// @throws TuningException if it is no tuning data
  public static TuningData parse(String file, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new TuningException(
          "%s has %d bytes, more than %d".formatted(file, bytes.length, MAX_BYTES));
    }
    try {
      return new TuningJson(file, new ObjectMapper().readTree(bytes)).data();
    } catch (IOException e) {
      throw new TuningException(
          "%s is not valid JSON: %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private TuningData data() {
    if (root.path("version").asInt() != VERSION) {
      throw wrong("version", root.path("version"), Integer.toString(VERSION));
    }
    return new TuningData(
        text(root, "kernels"),
        identity(),
        provenance(root.path("provenance")),
        values(),
        space(),
        measurements(),
        binaries());
  }

  private Optional<TuningData.Binaries> binaries() {
    JsonNode node = root.path("binaries");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    Optional<String> variant =
        node.has("variant") ? Optional.of(text(node, "variant")) : Optional.empty();
    return Optional.of(new TuningData.Binaries(text(node, "folder"), variant));
  }

  private DeviceIdentity identity() {
    try {
      return new DeviceIdentity(
          text(root, "vendor"), text(root, "architecture"), text(root, "device"));
    } catch (IllegalArgumentException e) {
      throw new TuningException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Provenance provenance(JsonNode node) {
    return new Provenance(
        text(node, "deviceName"),
        text(node, "driver"),
        text(node, "date"),
        text(node, "tool"),
        text(node, "commit"),
        text(node, "host"),
        number(node, "seconds"));
  }

  private Map<String, String> values() {
    JsonNode node = root.path("values");
    if (!node.isObject()) {
      throw wrong("values", node, "an object from tunables to their values");
    }
    Map<String, String> values = new LinkedHashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), word("values", entry)));
    return values;
  }

  private String word(String field, Map.Entry<String, JsonNode> entry) {
    if (!entry.getValue().isTextual() && !entry.getValue().isIntegralNumber()) {
      throw wrong(field + "." + entry.getKey(), entry.getValue(), "a word or a whole number");
    }
    return entry.getValue().asText();
  }

  private Map<String, List<String>> space() {
    Map<String, List<String>> space = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("space").properties()) {
      List<String> tried = new ArrayList<>();
      entry.getValue().forEach(value -> tried.add(value.asText()));
      space.put(entry.getKey(), List.copyOf(tried));
    }
    return space;
  }

  private List<Measured> measurements() {
    List<Measured> rows = new ArrayList<>();
    for (JsonNode row : root.path("measurements")) {
      rows.add(
          new Measured(
              text(row, "workload"), number(row, "initialMicros"), number(row, "tunedMicros")));
    }
    return rows;
  }

  private String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw wrong(field, value, "a text");
    }
    return value.asText();
  }

  private double number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isNumber() || !(value.doubleValue() >= 0)) {
      throw wrong(field, value, "a number from 0");
    }
    return value.doubleValue();
  }

  private TuningException wrong(String field, JsonNode value, String expected) {
    return new TuningException(
        "%s: field %s is %s, not %s"
            .formatted(file, field, value.isMissingNode() ? "missing" : value, expected));
  }

  /// Writes data, indented, with a line end after it.
  public static byte[] write(TuningData data) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("version", VERSION);
    root.put("kernels", data.kernels());
    root.put("vendor", data.identity().vendor());
    root.put("architecture", data.identity().architecture());
    root.put("device", data.identity().device());
    writeProvenance(root.putObject("provenance"), data.provenance());
    ObjectNode values = root.putObject("values");
    data.values().forEach(values::put);
    data.binaries()
        .ifPresent(binaries -> {
          ObjectNode node = root.putObject("binaries").put("folder", binaries.folder());
          binaries.variant().ifPresent(variant -> node.put("variant", variant));
        });
    ObjectNode space = root.putObject("space");
    data.space().forEach((name, tried) -> tried.forEach(space.withArray(name)::add));
    ArrayNode rows = root.putArray("measurements");
    for (Measured row : data.measurements()) {
      rows.addObject()
          .put("workload", row.workload())
          .put("initialMicros", tenths(row.initialMicros()))
          .put("tunedMicros", tenths(row.tunedMicros()));
    }
    try {
      byte[] text = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
      byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("tuning data cannot be written as JSON", e);
    }
  }

  private static void writeProvenance(ObjectNode node, Provenance provenance) {
    node.put("deviceName", provenance.deviceName());
    node.put("driver", provenance.driver());
    node.put("date", provenance.date());
    node.put("tool", provenance.tool());
    node.put("commit", provenance.commit());
    node.put("host", provenance.host());
    node.put("seconds", tenths(provenance.seconds()));
  }

  private static double tenths(double value) {
    return Math.rint(value * 10) / 10;
  }
}
