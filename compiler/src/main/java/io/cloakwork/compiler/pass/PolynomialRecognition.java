package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Finds sub-graphs of Add, Sub, Mul and Pow over one tensor and constants (squares, Horner chains,
/// biases, scalings) and replaces each by one element-wise polynomial of that tensor.
///
/// Assumes folded constants. Constants may be one value, one a channel or one an element. Sums and
/// products of different tensors, and polynomials above degree [#MAX_DEGREE], stay as they are.
public final class PolynomialRecognition {

  /// The highest degree that operators are merged to.
  public static final int MAX_DEGREE = 15;

  /// A node's value as a polynomial of another node's.
  private record Symbolic(TensorNode base, ElementwisePolynomial polynomial) {}

  private final Map<TensorNode, Symbolic> symbols = new HashMap<>();

  private PolynomialRecognition() {}

  public static TensorGraph apply(TensorGraph graph) {
    return graph.rewrite(new PolynomialRecognition()::recognise);
  }

  private TensorNode recognise(TensorNode node) {
    Symbolic symbol =
        switch (node.op()) {
          case TensorOp.Add _, TensorOp.Sub _, TensorOp.Mul _ -> binary(node);
          case TensorOp.Pow op -> power(symbol(node.input(0)), op.exponent());
          case TensorOp.Polynomial op when symbols.containsKey(node.input(0)) ->
              compose(op.polynomial(), symbol(node.input(0)));
          default -> null;
        };
    if (symbol == null
        || symbol.polynomial().degree() > MAX_DEGREE
        || !symbol.base().shape().equals(node.shape())) {
      return node;
    }
    TensorNode result =
        new TensorNode(node.name(), new TensorOp.Polynomial(symbol.polynomial()), symbol.base());
    symbols.put(result, symbol);
    return result;
  }

  private Symbolic symbol(TensorNode node) {
    if (node.op() instanceof TensorOp.Polynomial op) {
      return symbols.computeIfAbsent(node, n -> new Symbolic(n.input(0), op.polynomial()));
    }
    return new Symbolic(node, ElementwisePolynomial.identity());
  }

  private Symbolic binary(TensorNode node) {
    TensorNode a = node.input(0);
    TensorNode b = node.input(1);
    TensorNode base = a.constantValue().isPresent() ? symbol(b).base() : symbol(a).base();
    ElementwisePolynomial p = over(base, a, node.shape());
    ElementwisePolynomial q = over(base, b, node.shape());
    if (p == null || q == null) {
      return null;
    }
    return new Symbolic(
        base,
        switch (node.op()) {
          case TensorOp.Add _ -> p.plus(q);
          case TensorOp.Sub _ -> p.plus(q.negated());
          default -> p.times(q);
        });
  }

  /// `node` as a polynomial of `base`, or null if it is not one.
  private ElementwisePolynomial over(TensorNode base, TensorNode node, Shape shape) {
    if (node.constantValue().isPresent()) {
      return ElementwisePolynomial.of(coefficients(node.constantValue().get(), shape));
    }
    Symbolic symbol = symbol(node);
    return symbol.base() == base ? symbol.polynomial() : null;
  }

  /// A constant operand as a coefficient row: as short as its shape allows.
  private static double[] coefficients(Tensor constant, Shape shape) {
    if (constant.size() == 1) {
      return new double[] {constant.at(0)};
    }
    Shape byChannel = channelShape(shape);
    boolean channelOnly = byChannel.equals(byChannel.broadcast(constant.shape()));
    return constant.broadcastTo(channelOnly ? byChannel : shape).toArray();
  }

  /// 1×C×1×…×1.
  private static Shape channelShape(Shape shape) {
    int[] dims = new int[shape.rank()];
    Arrays.fill(dims, 1);
    if (dims.length > 1) {
      dims[1] = shape.dim(1);
    }
    return Shape.of(dims);
  }

  private static Symbolic power(Symbolic x, int exponent) {
    if ((long) x.polynomial().degree() * exponent > MAX_DEGREE) {
      return null;
    }
    ElementwisePolynomial power = ElementwisePolynomial.of(new double[] {1});
    for (int i = 0; i < exponent; i++) {
      power = power.times(x.polynomial());
    }
    return new Symbolic(x.base(), power);
  }

  /// Horner's rule on polynomials; only of degree-1 parts, so that no activation is expanded.
  private static Symbolic compose(ElementwisePolynomial outer, Symbolic inner) {
    if (outer.degree() > 1 && inner.polynomial().degree() > 1) {
      return null;
    }
    int size = inner.base().shape().size();
    int channels = inner.base().shape().channels();
    boolean uniform = outer.isUniform();
    ElementwisePolynomial sum = ElementwisePolynomial.of(new double[] {0});
    for (int k = outer.degree(); k >= 0; k--) {
      double[] row = new double[uniform ? 1 : size % channels == 0 ? channels : size];
      for (int i = 0; i < row.length; i++) {
        row[i] = outer.coefficient(k, (int) ((long) i * size / row.length), size);
      }
      sum = sum.times(inner.polynomial()).plus(ElementwisePolynomial.of(row));
    }
    return new Symbolic(inner.base(), sum);
  }
}
