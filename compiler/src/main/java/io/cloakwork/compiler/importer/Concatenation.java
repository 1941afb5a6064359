package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.Selection;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Arrays;
import java.util.List;

/// Joins tensors along an axis. Encrypted ones are placed among zeros and added, so that later
/// stages see linear maps and a sum, whatever the parts come from.
final class Concatenation {

  private static final int MAX_OPERANDS = 1024;

  private Concatenation() {}

  static TensorNode concat(NodeInputs in) {
    in.node().allowAttributes("axis");
    List<TensorNode> parts = in.operands(1, MAX_OPERANDS);
    Shape first = parts.getFirst().shape();
    int axis = in.axis(in.node().intAttribute("axis", 0), first.rank());
    int size = 0;
    for (TensorNode part : parts) {
      if (part.shape().rank() != first.rank()
          || !part.shape().with(axis, 1).equals(first.with(axis, 1))) {
        throw in.refused("joins %s and %s along axis %d".formatted(first, part.shape(), axis));
      }
      size = Math.addExact(size, part.shape().dim(axis));
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return sum(in, parts, in.shape(first.with(axis, size).dims()), axis);
  }

  private static TensorNode sum(NodeInputs in, List<TensorNode> parts, Shape shape, int axis) {
    double[] constants = new double[shape.size()];
    boolean anyConstant = false;
    TensorNode sum = null;
    int start = 0;
    for (int i = 0; i < parts.size(); i++) {
      TensorNode part = parts.get(i);
      if (part.constantValue().isPresent()) {
        place(part.constantValue().get(), constants, shape, axis, start);
        anyConstant = true;
      } else {
        TensorNode placed = placed(in.name() + "." + i, part, shape.dim(axis), axis, start);
        sum = sum == null ? placed : new TensorNode(in.name(), new TensorOp.Add(), sum, placed);
      }
      start += part.shape().dim(axis);
    }
    TensorNode constant = TensorNode.constant(in.name(), new Tensor(shape, constants));
    if (sum == null) {
      return constant;
    }
    return anyConstant ? new TensorNode(in.name(), new TensorOp.Add(), sum, constant) : sum;
  }

  private static void place(Tensor part, double[] into, Shape shape, int axis, int start) {
    int run = part.shape().dim(axis) * part.shape().strides()[axis];
    int wide = shape.dim(axis) * shape.strides()[axis];
    double[] values = part.toArray();
    for (int outer = 0; outer * run < values.length; outer++) {
      int to = outer * wide + start * shape.strides()[axis];
      System.arraycopy(values, outer * run, into, to, run);
    }
  }

  private static TensorNode placed(String name, TensorNode part, int size, int axis, int start) {
    int[] sources = new int[size];
    Arrays.fill(sources, Selection.ZERO);
    for (int i = 0; i < part.shape().dim(axis); i++) {
      sources[start + i] = i;
    }
    return Shapes.select(name, part, Selection.along(part.shape(), axis, sources));
  }
}
