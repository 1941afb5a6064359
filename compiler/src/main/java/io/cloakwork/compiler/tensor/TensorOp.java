package io.cloakwork.compiler.tensor;

/// The operators of the tensor IR. Weights are operands, so that constant folding is one pass for
/// all of them; what is here is what ONNX keeps in attributes. Images are N×C×H×W with N = 1.
public sealed interface TensorOp {

  /// The network's input.
  record Input(Shape shape) implements TensorOp {}

  record Constant(Tensor value) implements TensorOp {}

  /// Operands: image, weights (out × in/groups × kernel), optional bias (out).
  record Conv(Window window, int groups) implements TensorOp {}

  /// alpha·A·B + beta·C; operands A, B, optional C. A and B are matrices, transposed on request.
  record Gemm(double alpha, double beta, boolean transA, boolean transB) implements TensorOp {}

  /// Product of matrices.
  record MatMul() implements TensorOp {}

  /// Operands: x, scale, bias, mean, variance, each but x one value a channel.
  record BatchNorm(double epsilon) implements TensorOp {}

  /// The mean over each window; padding counts as zeros if `countIncludePad`, else not at all.
  record AveragePool(Window window, boolean countIncludePad) implements TensorOp {}

  /// Rows and columns of `value` around an image.
  record Pad(int top, int left, int bottom, int right, double value) implements TensorOp {}

  record Reshape(Shape shape) implements TensorOp {}

  record Add() implements TensorOp {}

  record Sub() implements TensorOp {}

  record Mul() implements TensorOp {}

  record Pow(int exponent) implements TensorOp {
    public Pow {
      if (exponent < 0) {
        throw new IllegalArgumentException("exponent " + exponent + " is negative");
      }
    }
  }

  /// A polynomial of each element.
  record Polynomial(ElementwisePolynomial polynomial) implements TensorOp {}

  /// An activation of each element, before it is fitted.
  record Activation(UnaryFunction function) implements TensorOp {}

  /// An operator without a counterpart on ciphertexts; broadcasts its operands.
  record Elementwise(ElementwiseOperator operator) implements TensorOp {}

  /// A relabelling of the operand's elements.
  record Select(Selection selection) implements TensorOp {}

  /// An activation as it was fitted: the same polynomial of every element.
  record Chebyshev(ChebyshevPolynomial polynomial) implements TensorOp {}

  /// The operator's name in messages.
  default String label() {
    return switch (this) {
      case Activation a -> a.function().name();
      case Elementwise e -> e.operator().name();
      case TensorOp other -> other.getClass().getSimpleName();
    };
  }
}
