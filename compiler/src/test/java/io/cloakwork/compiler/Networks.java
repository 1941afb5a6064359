package io.cloakwork.compiler;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.Random;

/// Nodes with random weights, for small networks.
final class Networks {

  private final Random random;

  Networks(Random random) {
    this.random = random;
  }

  static TensorNode input(int... dims) {
    return new TensorNode("x", new TensorOp.Input(Shape.of(dims)));
  }

  private TensorNode constant(double bound, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.size(), -bound, bound).toArray();
    return TensorNode.constant("w", new Tensor(shape, values));
  }

  /// A 3 x 3 convolution that keeps the size, or halves it with stride 2.
  TensorNode conv(TensorNode x, int channels, int stride) {
    return new TensorNode(
        "conv",
        new TensorOp.Conv(new Window(3, 3, stride, stride, 1, 1, 1, 1, 1, 1), 1),
        x,
        constant(0.3, channels, x.shape().channels(), 3, 3),
        constant(0.3, channels));
  }

  TensorNode gemm(TensorNode x, int rows) {
    return new TensorNode(
        "gemm",
        new TensorOp.Gemm(1, 1, false, true),
        x,
        constant(0.3, rows, x.shape().dim(1)),
        constant(0.3, rows));
  }

  static TensorNode flat(TensorNode x) {
    return new TensorNode("flat", new TensorOp.Reshape(Shape.of(1, x.shape().size())), x);
  }

  static TensorNode pool(TensorNode x) {
    Window window = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
    return new TensorNode("pool", new TensorOp.AveragePool(window, false), x);
  }

  static TensorNode add(TensorNode a, TensorNode b) {
    return new TensorNode("add", new TensorOp.Add(), a, b);
  }

  static TensorNode sub(TensorNode a, TensorNode b) {
    return new TensorNode("sub", new TensorOp.Sub(), a, b);
  }

  static TensorNode square(TensorNode x) {
    return polynomial(x, new double[1], new double[1], new double[] {1});
  }

  static TensorNode polynomial(TensorNode x, double[]... coefficients) {
    return new TensorNode(
        "polynomial", new TensorOp.Polynomial(ElementwisePolynomial.of(coefficients)), x);
  }

  static TensorNode chebyshev(TensorNode x, double low, double high, double... coefficients) {
    return new TensorNode(
        "activation", new TensorOp.Chebyshev(new ChebyshevPolynomial(low, high, coefficients)), x);
  }
}
