package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An ONNX node with its operands as far as they have been translated.
///
/// @param opset the operator set that the node is of
/// @param values the operands, empty where an optional one is omitted
/// @param integers tells whether a value's elements are integers
record NodeInputs(
    OnnxNode node, long opset, List<Optional<TensorNode>> values, Predicate<TensorNode> integers) {

  /// The most dimensions of a tensor, as in [io.cloakwork.compiler.onnx.OnnxReader].
  static final int MAX_RANK = 8;

  /// The most elements of a tensor that a shape alone makes: what a small file may ask for.
  private static final int MAX_GENERATED = 1 << 24;

  NodeInputs {
    values = List.copyOf(values);
  }

  String name() {
    return node.name();
  }

  int count() {
    return values.size();
  }

  /// Operand `index`, or empty if the node does not have it.
  Optional<TensorNode> optional(int index) {
    return index < values.size() ? values.get(index) : Optional.empty();
  }

  TensorNode operand(int index) {
    return optional(index).orElseThrow(() -> refused("lacks operand %d".formatted(index)));
  }

  /// The operands, of which the first `least` must be there.
  List<TensorNode> operands(int least, int most) {
    if (count() > most) {
      throw refused("has %d operands, at most %d are supported".formatted(count(), most));
    }
    for (int i = 0; i < least; i++) {
      operand(i);
    }
    return values.stream().flatMap(Optional::stream).toList();
  }

  /// Operand `index`, which must be an N×C×H×W image.
  TensorNode image(int index) {
    TensorNode operand = operand(index);
    if (!operand.shape().isImage()) {
      throw refused(
          "works on %s; only N x C x H x W images are supported".formatted(operand.shape()));
    }
    return operand;
  }

  /// The value of operand `index`, which must be known at compile time.
  Tensor constant(int index, String what) {
    TensorNode operand = operand(index);
    return operand
        .constantValue()
        .orElseThrow(() ->
            refused(
                "takes its %s from %s; it must be a constant".formatted(what, operand.describe())));
  }

  /// The one value of constant operand `index`, or `otherwise` if it is omitted.
  double scalar(int index, String what, double otherwise) {
    if (optional(index).isEmpty()) {
      return otherwise;
    }
    Tensor value = constant(index, what);
    if (value.size() != 1) {
      throw refused("has a %s of %d values, expected one".formatted(what, value.size()));
    }
    return value.at(0);
  }

  /// A list of integers: attribute `key` where the node has it, else constant operand `index`;
  /// empty if there is neither. Values beyond the range of int are clamped to it, as the ends of
  /// slices are meant.
  Optional<int[]> integers(String key, int index) {
    Optional<List<Long>> attribute = node.intList(key);
    if (attribute.isPresent()) {
      return Optional.of(attribute.get().stream().mapToInt(v -> clamped((double) v)).toArray());
    }
    if (optional(index).isEmpty()) {
      return Optional.empty();
    }
    Tensor value = constant(index, key);
    if (value.shape().rank() > 1) {
      throw refused("has %s of shape %s, expected a list".formatted(key, value.shape()));
    }
    int[] list = new int[value.size()];
    for (int i = 0; i < list.length; i++) {
      if (value.at(i) != Math.rint(value.at(i))) {
        throw refused("has %s %s, which is not an integer".formatted(key, value.at(i)));
      }
      list[i] = clamped(value.at(i));
    }
    return Optional.of(list);
  }

  private static int clamped(double value) {
    return (int) Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// `axis` counted from the start, of `rank` axes.
  int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw refused("has axis %d for %d dimensions".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /// Whether every operand consists of integers.
  boolean allIntegers() {
    return values.stream().flatMap(Optional::stream).allMatch(integers);
  }

  /// A shape that the node asks for, of at most 2^24 elements and [#MAX_RANK] dimensions.
  Shape shape(List<Integer> dims) {
    try {
      Shape shape = new Shape(dims);
      if (shape.size() > MAX_GENERATED || shape.rank() > MAX_RANK) {
        throw refused("makes a tensor of shape %s, which is too large".formatted(shape));
      }
      return shape;
    } catch (IllegalArgumentException e) {
      throw new CompileException(node.describe() + " makes a " + e.getMessage(), e);
    }
  }

  CompileException refused(String why) {
    return new CompileException(node.describe() + " " + why);
  }
}
