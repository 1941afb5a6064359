package io.cloakwork.serve.host;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Random;

/// Two dense layers with a square between them, small enough to run hundreds of times in a test.
final class SmallNetwork {

  static final int INPUTS = 9;

  private SmallNetwork() {}

  /// With room for `lanes` requests in a ciphertext.
  static CompiledNetwork compile(int lanes) {
    Random random = new Random(5);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, INPUTS)));
    ElementwisePolynomial square =
        ElementwisePolynomial.of(new double[1], new double[1], new double[] {1});
    TensorNode hidden =
        new TensorNode("square", new TensorOp.Polynomial(square), dense(random, x, 5));
    return Compiler.compile(
        "small",
        new TensorGraph(x, dense(random, hidden, 3)),
        CompileOptions.defaults()
            .withSecurity(SecurityPolicy.INSECURE_FOR_TESTING)
            .withImagesPerCiphertext(lanes));
  }

  private static TensorNode dense(Random random, TensorNode x, int rows) {
    return new TensorNode(
        "dense",
        new TensorOp.Gemm(1, 1, false, true),
        x,
        weights(random, rows, x.shape().dim(1)),
        weights(random, rows));
  }

  private static TensorNode weights(Random random, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.size(), -0.3, 0.3).toArray();
    return TensorNode.constant("w", new Tensor(shape, values));
  }
}
