package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.tensor.Selection;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.stream.IntStream;

/// Nodes that only move or relabel elements. Constants are folded at once; what changes nothing is
/// left out.
final class Shapes {

  private Shapes() {}

  /// A node, or the constant that it always is.
  static TensorNode folded(String name, TensorOp op, TensorNode... operands) {
    return ConstantFolding.fold(new TensorNode(name, op, operands));
  }

  static TensorNode reshape(String name, TensorNode x, Shape shape) {
    return x.shape().equals(shape) ? x : folded(name, new TensorOp.Reshape(shape), x);
  }

  static TensorNode select(String name, TensorNode x, Selection selection) {
    return folded(name, new TensorOp.Select(selection), x);
  }

  /// Dimension i of the result is dimension `axes[i]` of `x`.
  static TensorNode transpose(String name, TensorNode x, int... axes) {
    Shape from = x.shape();
    Selection selection = Selection.transposition(from, axes);
    int[] moved = IntStream.of(axes).filter(axis -> from.dim(axis) > 1).toArray();
    boolean inOrder =
        IntStream.of(moved).boxed().toList().equals(IntStream.of(moved).sorted().boxed().toList());
    return inOrder ? reshape(name, x, selection.result()) : select(name, x, selection);
  }

  /// `x` repeated to `shape`, to which it must broadcast.
  static TensorNode expand(String name, TensorNode x, Shape shape) {
    if (x.shape().size() == shape.size()) {
      return reshape(name, x, shape);
    }
    int[] from = x.shape().strides();
    int[] strides = new int[shape.rank()];
    for (int back = 1; back <= x.shape().rank(); back++) {
      boolean repeated = x.shape().dim(-back) == 1;
      strides[shape.rank() - back] = repeated ? 0 : from[from.length - back];
    }
    return select(name, x, Selection.strided(x.shape(), shape, 0, strides));
  }
}
