package io.cloakwork.compiler.tensor;

import io.cloakwork.compiler.CompileException;

/// The shape of a node's value from its operands' shapes; the one place where they are checked.
final class ShapeInference {

  private ShapeInference() {}

  static Shape infer(TensorNode node) {
    return switch (node.op()) {
      case TensorOp.Input op -> op.shape();
      case TensorOp.Constant op -> op.value().shape();
      case TensorOp.Conv op -> conv(node, op);
      case TensorOp.Gemm op -> gemm(node, op);
      case TensorOp.MatMul _ -> matrixProduct(node, node.input(0).shape(), node.input(1).shape());
      case TensorOp.BatchNorm _ -> batchNorm(node);
      case TensorOp.AveragePool op -> windowed(node, op.window(), image(node).channels());
      case TensorOp.Pad op -> pad(node, op);
      case TensorOp.Reshape op -> reshape(node, op);
      case TensorOp.Add _, TensorOp.Sub _, TensorOp.Mul _ -> elementwise(node);
      case TensorOp.Elementwise op -> elementwise(node, op.operator());
      case TensorOp.Select op -> select(node, op.selection());
      case TensorOp.Pow _, TensorOp.Polynomial _, TensorOp.Activation _, TensorOp.Chebyshev _ ->
          node.input(0).shape();
    };
  }

  private static Shape image(TensorNode node) {
    Shape shape = node.input(0).shape();
    check(node, shape.isImage(), "needs an N x C x H x W operand, not " + shape);
    return shape;
  }

  private static Shape conv(TensorNode node, TensorOp.Conv op) {
    Shape weights = node.input(1).shape();
    Window window = op.window();
    int channels = image(node).channels();
    check(node, op.groups() >= 1, "has group " + op.groups());
    check(
        node,
        weights.isImage()
            && weights.dim(2) == window.kernelH()
            && weights.dim(3) == window.kernelW()
            && (long) weights.dim(1) * op.groups() == channels
            && weights.dim(0) % op.groups() == 0,
        "has weights %s, which do not fit %d channels, %d groups and a %dx%d kernel"
            .formatted(weights, channels, op.groups(), window.kernelH(), window.kernelW()));
    if (node.inputs().size() > 2) {
      int bias = node.input(2).shape().size();
      check(node, bias == weights.dim(0), "has a bias of %d values".formatted(bias));
    }
    return windowed(node, window, weights.dim(0));
  }

  private static Shape windowed(TensorNode node, Window window, int channels) {
    Shape in = image(node);
    int height = window.outputHeight(in.dim(2));
    int width = window.outputWidth(in.dim(3));
    check(
        node,
        height >= 1 && width >= 1,
        "has a %dx%d window, larger than its padded %dx%d input"
            .formatted(window.kernelH(), window.kernelW(), in.dim(2), in.dim(3)));
    return Shape.of(in.dim(0), channels, height, width);
  }

  private static Shape gemm(TensorNode node, TensorOp.Gemm op) {
    Shape product =
        matrixProduct(
            node,
            op.transA() ? transposed(node, 0) : node.input(0).shape(),
            op.transB() ? transposed(node, 1) : node.input(1).shape());
    if (node.inputs().size() > 2) {
      Shape c = node.input(2).shape();
      check(
          node,
          product.equals(product.broadcast(c)),
          "has C of shape %s, which does not broadcast to %s".formatted(c, product));
    }
    return product;
  }

  private static Shape transposed(TensorNode node, int input) {
    Shape shape = node.input(input).shape();
    check(node, shape.rank() == 2, "needs matrices, not " + shape);
    return Shape.of(shape.dim(1), shape.dim(0));
  }

  private static Shape matrixProduct(TensorNode node, Shape a, Shape b) {
    check(
        node,
        a.rank() == 2 && b.rank() == 2 && a.dim(1) == b.dim(0),
        "multiplies %s by %s; only matrices of matching sizes are supported".formatted(a, b));
    return Shape.of(a.dim(0), b.dim(1));
  }

  private static Shape batchNorm(TensorNode node) {
    Shape in = node.input(0).shape();
    for (int i = 1; i < 5; i++) {
      int values = node.input(i).shape().size();
      check(
          node,
          values == in.channels(),
          "has %d values for %d channels in operand %d".formatted(values, in.channels(), i));
    }
    return in;
  }

  private static Shape pad(TensorNode node, TensorOp.Pad op) {
    Shape in = image(node);
    return Shape.of(
        in.dim(0),
        in.dim(1),
        in.dim(2) + op.top() + op.bottom(),
        in.dim(3) + op.left() + op.right());
  }

  private static Shape reshape(TensorNode node, TensorOp.Reshape op) {
    Shape in = node.input(0).shape();
    check(
        node,
        in.size() == op.shape().size(),
        "reshapes %s to %s, which has another size".formatted(in, op.shape()));
    return op.shape();
  }

  private static Shape elementwise(TensorNode node) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    Shape result = a.broadcast(b);
    check(node, result != null, "has operands %s and %s, which do not broadcast".formatted(a, b));
    return result;
  }

  private static Shape elementwise(TensorNode node, ElementwiseOperator operator) {
    int operands = node.inputs().size();
    check(node, operands == operator.arity(), "has %d operands".formatted(operands));
    Shape result = node.input(0).shape();
    for (TensorNode operand : node.inputs()) {
      Shape wider = result.broadcast(operand.shape());
      check(
          node,
          wider != null,
          "has operands %s and %s, which do not broadcast".formatted(result, operand.shape()));
      result = wider;
    }
    return result;
  }

  private static Shape select(TensorNode node, Selection selection) {
    Shape in = node.input(0).shape();
    check(node, in.equals(selection.operand()), "selects %s of %s".formatted(selection, in));
    return selection.result();
  }

  private static void check(TensorNode node, boolean holds, String otherwise) {
    if (!holds) {
      throw new CompileException(node.describe() + " " + otherwise);
    }
  }
}
