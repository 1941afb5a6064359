package io.cloakwork.compiler.activation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloakwork.compiler.CompileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a model's author measured of its activation inputs, from the notes beside the model
/// (`MODEL.json` for `MODEL.onnx`): the field `activation_input_ranges`, which is a list of objects
/// with `name`, `shape` (without the batch), `min`, `max`, `abs_p99_9`, `mean` and `std`, or an
/// object whose `list` is that, or an object from names to such objects. The entry `__output__` is
/// of the network's output.
///
/// @param origin the file, for messages
/// @param entries in the model's order, without the output
public record ModelRanges(String origin, List<Entry> entries) {

  /// The inputs of one activation.
  ///
  /// @param shape without the batch; empty if the notes do not say
  /// @param range the least and the largest value ever seen
  /// @param typical the absolute value that 99.9 % of the values stay below, if it is known
  /// @param distribution of the values, if it is known
  public record Entry(
      String name,
      List<Integer> shape,
      Interval range,
      OptionalDouble typical,
      Optional<Distribution> distribution) {
    public Entry {
      shape = List.copyOf(shape);
    }
  }

  private static final String FIELD = "activation_input_ranges";
  private static final String OUTPUT = "__output__";
  private static final long MAX_BYTES = 1 << 24;
  private static final int MAX_ENTRIES = 100_000;

  public ModelRanges {
    entries = List.copyOf(entries);
  }

  /// The ranges in the notes beside `model`: none if there are no notes or they have none.
  ///
  /// @throws IOException if the notes cannot be read
  /// @throws CompileException if they are too large, not JSON, or have ranges that are not numbers
  public static ModelRanges beside(Path model) throws IOException {
    String name = String.valueOf(model.getFileName()).replaceFirst("(\\.dyn)?\\.onnx$", "");
    Path notes = model.resolveSibling(name + ".json");
    if (!Files.isRegularFile(notes)) {
      return new ModelRanges(name, List.of());
    }
    if (Files.size(notes) > MAX_BYTES) {
      throw new CompileException(
          "%s has %d bytes, more than %d".formatted(notes, Files.size(notes), MAX_BYTES));
    }
    return parse(notes.getFileName().toString(), Files.readString(notes));
  }

  /// The ranges in `json`.
  ///
  /// @param origin where it comes from, for messages
  /// @throws CompileException if it is not JSON or has ranges that are not numbers
  public static ModelRanges parse(String origin, String json) {
    JsonNode field;
    try {
      field = new ObjectMapper().readTree(json).path(FIELD);
    } catch (JsonProcessingException e) {
      throw new CompileException(
          "%s is not valid JSON: %s".formatted(origin, e.getOriginalMessage()), e);
    }
    JsonNode list = field.has("list") ? field.get("list") : field;
    if (list.size() > MAX_ENTRIES) {
      throw new CompileException(
          "%s has %d ranges, more than %d".formatted(origin, list.size(), MAX_ENTRIES));
    }
    List<Entry> entries = new ArrayList<>();
    if (list.isObject()) {
      for (Map.Entry<String, JsonNode> member : list.properties()) {
        entries.add(entry(origin, member.getKey(), member.getValue()));
      }
    } else {
      for (JsonNode member : list) {
        entries.add(entry(origin, member.path("name").asText("?"), member));
      }
    }
    entries.removeIf(entry -> entry.name().equals(OUTPUT));
    return new ModelRanges(origin, entries);
  }

  private static Entry entry(String origin, String name, JsonNode node) {
    double low = number(node, "min");
    double high = number(node, "max");
    if (!(low <= high)) {
      throw new CompileException(
          "%s: %s of '%s' has min %s and max %s, which are not a range"
              .formatted(origin, FIELD, name, node.path("min"), node.path("max")));
    }
    List<Integer> shape = new ArrayList<>();
    node.path("shape").forEach(dim -> shape.add(dim.asInt()));
    double typical = number(node, "abs_p99_9");
    double mean = number(node, "mean");
    double deviation = number(node, "std");
    return new Entry(
        name,
        shape,
        new Interval(low, high),
        typical >= 0 ? OptionalDouble.of(typical) : OptionalDouble.empty(),
        deviation >= 0 && !Double.isNaN(mean)
            ? Optional.of(new Distribution(mean, deviation))
            : Optional.empty());
  }

  /// A member's value; NaN if it is absent or not a finite number.
  private static double number(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isNumber() && Double.isFinite(value.asDouble()) ? value.asDouble() : Double.NaN;
  }
}
