package io.cloakwork.compiler.onnx;

import io.cloakwork.compiler.CompileException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One operator of an ONNX graph.
///
/// @param name as in the file, or the name of its first output where the file gives none
/// @param domain operator domain; empty for the default one
/// @param inputs value names; empty for an omitted optional input
public record OnnxNode(
    String name,
    String opType,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /// The node in messages: its operator and name.
  public String describe() {
    return opType + " '" + name + "'";
  }

  /// Refuses attributes outside `known`: one that is ignored could change the result.
  public void allowAttributes(String... known) {
    Set<String> unknown = new TreeSet<>(attributes.keySet());
    List.of(known).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new CompileException(
          "%s has attribute %s, which is not supported; it may have %s"
              .formatted(describe(), unknown, new TreeSet<>(List.of(known))));
    }
  }

  public long intAttribute(String key, long otherwise) {
    return switch (attributes.get(key)) {
      case null -> otherwise;
      case OnnxAttribute.IntValue i -> i.value();
      case OnnxAttribute other -> throw wrongKind(key, "an integer", other);
    };
  }

  public double floatAttribute(String key, double otherwise) {
    return switch (attributes.get(key)) {
      case null -> otherwise;
      case OnnxAttribute.FloatValue f -> f.value();
      case OnnxAttribute other -> throw wrongKind(key, "a float", other);
    };
  }

  public String stringAttribute(String key, String otherwise) {
    return switch (attributes.get(key)) {
      case null -> otherwise;
      case OnnxAttribute.StringValue s -> s.value();
      case OnnxAttribute other -> throw wrongKind(key, "a string", other);
    };
  }

  /// `count` integers in the range of int; `otherwise` for each if the attribute is absent.
  public List<Integer> intsAttribute(String key, int count, int otherwise) {
    return switch (attributes.get(key)) {
      case null -> Collections.nCopies(count, otherwise);
      case OnnxAttribute.Ints ints -> {
        if (ints.values().size() != count) {
          throw new CompileException(
              "attribute %s of %s has %d values, expected %d; only two spatial dimensions are supported"
                  .formatted(key, describe(), ints.values().size(), count));
        }
        yield ints.values().stream().map(v -> toInt(key, v)).toList();
      }
      case OnnxAttribute other -> throw wrongKind(key, "a list of integers", other);
    };
  }

  /// A list of integers of any length; empty if the attribute is absent.
  public Optional<List<Long>> intList(String key) {
    return switch (attributes.get(key)) {
      case null -> Optional.empty();
      case OnnxAttribute.Ints ints -> Optional.of(ints.values());
      case OnnxAttribute other -> throw wrongKind(key, "a list of integers", other);
    };
  }

  private int toInt(String key, long value) {
    if (value != (int) value) {
      throw new CompileException(
          "attribute %s of %s is out of range: %d".formatted(key, describe(), value));
    }
    return (int) value;
  }

  private CompileException wrongKind(String key, String expected, OnnxAttribute found) {
    return new CompileException(
        "attribute %s of %s must be %s, not %s"
            .formatted(key, describe(), expected, found.getClass().getSimpleName()));
  }
}
