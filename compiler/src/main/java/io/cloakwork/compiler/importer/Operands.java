package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.onnx.OnnxAttribute;
import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.ArrayList;
import java.util.List;

/// Operands and attributes that must be known at compile time.
final class Operands {

  private Operands() {}

  static Tensor constant(OnnxNode node, TensorNode operand, String what) {
    return operand
        .constantValue()
        .orElseThrow(() ->
            new CompileException(
                "%s takes its %s from %s; it must be a constant"
                    .formatted(node.describe(), what, operand.describe())));
  }

  static void requireImage(OnnxNode node, TensorNode operand) {
    if (!operand.shape().isImage()) {
      throw new CompileException(
          "%s works on %s; only N x C x H x W images are supported"
              .formatted(node.describe(), operand.shape()));
    }
  }

  /// The value of a Constant node.
  static Tensor constantAttribute(OnnxNode node) {
    node.allowAttributes("value", "value_float", "value_int", "value_floats", "value_ints");
    if (node.attributes().size() != 1) {
      throw new CompileException(
          "%s has %d values, expected one".formatted(node.describe(), node.attributes().size()));
    }
    return switch (node.attributes().values().iterator().next()) {
      case OnnxAttribute.TensorValue t -> t.value();
      case OnnxAttribute.FloatValue f -> new Tensor(Shape.of(), f.value());
      case OnnxAttribute.IntValue i -> new Tensor(Shape.of(), (double) i.value());
      case OnnxAttribute.Floats f -> list(node, f.values());
      case OnnxAttribute.Ints i -> list(node, i.values());
      case OnnxAttribute.StringValue _, OnnxAttribute.Other _ ->
          throw new CompileException(node.describe() + " is not numeric");
    };
  }

  private static Tensor list(OnnxNode node, List<? extends Number> values) {
    if (values.isEmpty()) {
      throw new CompileException(node.describe() + " is an empty list");
    }
    return new Tensor(
        Shape.of(values.size()), values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /// The target of a Reshape: 0 keeps a dimension, one −1 takes what is left.
  static Shape reshaped(OnnxNode node, Shape from, Tensor target) {
    List<Integer> dims = new ArrayList<>();
    int inferred = -1;
    long known = 1;
    for (int axis = 0; axis < target.size(); axis++) {
      double dim = target.at(axis);
      if (dim == 0 && axis < from.rank()) {
        dim = from.dim(axis);
      } else if (dim == -1 && inferred < 0) {
        inferred = axis;
        dim = 1;
      }
      if (dim < 1 || dim > Shape.MAX_ELEMENTS || (known *= (long) dim) > Shape.MAX_ELEMENTS) {
        throw bad(node, from, target);
      }
      dims.add((int) dim);
    }
    if (inferred >= 0) {
      dims.set(inferred, (int) (from.size() / known));
    }
    Shape result = dims.contains(0) ? null : new Shape(dims);
    if (result == null || result.size() != from.size()) {
      throw bad(node, from, target);
    }
    return result;
  }

  private static CompileException bad(OnnxNode node, Shape from, Tensor target) {
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < target.size(); i++) {
      dims.add((long) target.at(i));
    }
    return new CompileException("%s cannot turn %s into %s".formatted(node.describe(), from, dims));
  }
}
