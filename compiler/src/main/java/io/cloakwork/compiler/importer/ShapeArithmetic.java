package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.onnx.OnnxAttribute;
import io.cloakwork.compiler.onnx.OnnxTensor;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.List;
import java.util.stream.IntStream;

/// Constants that a model computes from shapes. Every shape is known, because the batch is 1.
final class ShapeArithmetic {

  private static final int MAX_RANGE = 1 << 20;

  private ShapeArithmetic() {}

  /// The value of a Constant node.
  static OnnxTensor constant(NodeInputs in) {
    in.node().allowAttributes("value", "value_float", "value_int", "value_floats", "value_ints");
    if (in.node().attributes().size() != 1) {
      throw in.refused("has %d values, expected one".formatted(in.node().attributes().size()));
    }
    return switch (in.node().attributes().values().iterator().next()) {
      case OnnxAttribute.TensorValue t -> t.tensor();
      case OnnxAttribute.FloatValue f -> new OnnxTensor(new Tensor(Shape.of(), f.value()), false);
      case OnnxAttribute.IntValue i ->
          new OnnxTensor(new Tensor(Shape.of(), (double) i.value()), true);
      case OnnxAttribute.Floats f -> new OnnxTensor(list(in, f.values()), false);
      case OnnxAttribute.Ints i -> new OnnxTensor(list(in, i.values()), true);
      case OnnxAttribute.StringValue _, OnnxAttribute.Other _ -> throw in.refused("is not numeric");
    };
  }

  private static Tensor list(NodeInputs in, List<? extends Number> values) {
    if (values.isEmpty()) {
      throw in.refused("is an empty list");
    }
    return new Tensor(
        Shape.of(values.size()), values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /// Dimensions `start` to `end` (operator set 15 on); all without them.
  static TensorNode shape(NodeInputs in) {
    in.node().allowAttributes("start", "end");
    List<Integer> dims = in.operand(0).shape().dims();
    int rank = dims.size();
    int start = bound(in.node().intAttribute("start", 0), rank);
    int end = bound(in.node().intAttribute("end", rank), rank);
    if (start >= end) {
      throw in.refused("takes no dimension of %s".formatted(dims));
    }
    double[] values = dims.subList(start, end).stream().mapToDouble(dim -> dim).toArray();
    return TensorNode.constant(in.name(), new Tensor(Shape.of(values.length), values));
  }

  private static int bound(long axis, int rank) {
    return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, (long) rank);
  }

  static TensorNode size(NodeInputs in) {
    in.node().allowAttributes();
    return TensorNode.constant(
        in.name(), new Tensor(Shape.of(), (double) in.operand(0).shape().size()));
  }

  static TensorNode constantOfShape(NodeInputs in) {
    in.node().allowAttributes("value");
    int[] dims = in.integers("shape", 0).orElseThrow(() -> in.refused("lacks its shape"));
    Shape shape = in.shape(IntStream.of(dims).boxed().toList());
    Tensor one = new Tensor(Shape.of(), fill(in).value().at(0));
    return TensorNode.constant(in.name(), one.broadcastTo(shape));
  }

  /// The element of a ConstantOfShape node: float 0 unless it says otherwise.
  static OnnxTensor fill(NodeInputs in) {
    return switch (in.node().attributes().get("value")) {
      case null -> new OnnxTensor(new Tensor(Shape.of(), 0), false);
      case OnnxAttribute.TensorValue t when t.tensor().value().size() == 1 -> t.tensor();
      case OnnxAttribute other ->
          throw in.refused("has value %s, expected one number".formatted(other));
    };
  }

  static TensorNode range(NodeInputs in) {
    in.node().allowAttributes();
    in.operands(3, 3);
    double start = in.scalar(0, "start", 0);
    double step = in.scalar(2, "step", 1);
    double count = Math.ceil((in.scalar(1, "limit", 0) - start) / step);
    if (!(count >= 1 && count <= MAX_RANGE)) {
      throw in.refused("has %.0f elements, expected 1 to %d".formatted(count, MAX_RANGE));
    }
    double[] values = IntStream.range(0, (int) count).mapToDouble(i -> start + i * step).toArray();
    return TensorNode.constant(in.name(), new Tensor(Shape.of(values.length), values));
  }
}
