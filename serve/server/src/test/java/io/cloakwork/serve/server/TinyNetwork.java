package io.cloakwork.serve.server;

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

/// y = B·(A·x)², small enough for tests, with parameters that protect nothing.
final class TinyNetwork {

  static final int INPUTS = 6;
  static final int OUTPUTS = 3;

  private static final int HIDDEN = 5;
  private static final long SEED = 5;

  private TinyNetwork() {}

  static CompiledNetwork compile() {
    Random random = new Random(SEED);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, INPUTS)));
    TensorNode squared =
        new TensorNode(
            "square",
            new TensorOp.Polynomial(
                ElementwisePolynomial.of(
                    new double[][] {new double[1], new double[1], new double[] {1}})),
            gemm(random, x, HIDDEN));
    return Compiler.compile(
        "tiny",
        new TensorGraph(x, gemm(random, squared, OUTPUTS)),
        CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING));
  }

  private static TensorNode gemm(Random random, TensorNode x, int rows) {
    return new TensorNode(
        "gemm",
        new TensorOp.Gemm(1, 1, false, true),
        x,
        constant(random, rows, x.shape().dim(1)),
        constant(random, rows));
  }

  private static TensorNode constant(Random random, int... dims) {
    Shape shape = Shape.of(dims);
    return TensorNode.constant(
        "w", new Tensor(shape, random.doubles(shape.size(), -0.3, 0.3).toArray()));
  }
}
