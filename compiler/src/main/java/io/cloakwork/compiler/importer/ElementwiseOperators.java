package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.ElementwiseOperator;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Arithmetic and comparisons of two and more operands, element by element with broadcasting.
final class ElementwiseOperators {

  private static final int MAX_OPERANDS = 256;

  /// The highest exponent that is a product; higher ones are fitted.
  private static final int MAX_EXPONENT = 15;

  private ElementwiseOperators() {}

  /// The node's value, or empty if it is not such an operator.
  static Optional<TensorNode> translate(NodeInputs in) {
    return Optional.ofNullable(
        switch (in.node().opType()) {
          case "Add" -> binary(in, new TensorOp.Add());
          case "Sub" -> binary(in, new TensorOp.Sub());
          case "Mul" -> binary(in, new TensorOp.Mul());
          case "Neg" -> negation(in);
          case "Div" -> quotient(in);
          case "Pow" -> power(in);
          case "Sum" -> chain(in, new TensorOp.Add());
          case "Max" -> chain(in, elementwise(ElementwiseOperator.MAX));
          case "Min" -> chain(in, elementwise(ElementwiseOperator.MIN));
          case "Mod" -> remainder(in);
          case "Equal" -> binary(in, elementwise(ElementwiseOperator.EQUAL));
          case "Greater" -> binary(in, elementwise(ElementwiseOperator.GREATER));
          case "GreaterOrEqual" -> binary(in, elementwise(ElementwiseOperator.GREATER_OR_EQUAL));
          case "Less" -> binary(in, elementwise(ElementwiseOperator.LESS));
          case "LessOrEqual" -> binary(in, elementwise(ElementwiseOperator.LESS_OR_EQUAL));
          case "And" -> binary(in, elementwise(ElementwiseOperator.AND));
          case "Or" -> binary(in, elementwise(ElementwiseOperator.OR));
          case "Where" -> {
            in.node().allowAttributes();
            yield apply(in, elementwise(ElementwiseOperator.WHERE), in.operands(3, 3));
          }
          default -> null;
        });
  }

  private static TensorOp elementwise(ElementwiseOperator operator) {
    return new TensorOp.Elementwise(operator);
  }

  private static TensorNode binary(NodeInputs in, TensorOp op) {
    in.node().allowAttributes();
    return apply(in, op, in.operands(2, 2));
  }

  /// An operator of any number of operands as a chain of binary ones.
  private static TensorNode chain(NodeInputs in, TensorOp op) {
    in.node().allowAttributes();
    List<TensorNode> operands = in.operands(1, MAX_OPERANDS);
    TensorNode result = operands.getFirst();
    for (TensorNode operand : operands.subList(1, operands.size())) {
      result = apply(in, op, List.of(result, operand));
    }
    return result;
  }

  /// Encrypted operands are brought to the common shape first; constants broadcast as they are.
  static TensorNode apply(NodeInputs in, TensorOp op, List<TensorNode> operands) {
    Shape common = operands.getFirst().shape();
    for (TensorNode operand : operands) {
      Shape wider = common.broadcast(operand.shape());
      if (wider == null) {
        throw in.refused(
            "has operands %s and %s, which do not broadcast".formatted(common, operand.shape()));
      }
      common = wider;
    }
    Shape shape = in.shape(common.dims());
    TensorNode[] expanded =
        IntStream.range(0, operands.size())
            .mapToObj(i -> {
              TensorNode x = operands.get(i);
              String name = in.name() + ".operand" + i;
              return x.constantValue().isPresent() ? x : Shapes.expand(name, x, shape);
            })
            .toArray(TensorNode[]::new);
    return Shapes.folded(in.name(), op, expanded);
  }

  private static TensorNode negation(NodeInputs in) {
    in.node().allowAttributes();
    ElementwisePolynomial minus = ElementwisePolynomial.of(new double[] {0}, new double[] {-1});
    return Shapes.folded(in.name(), new TensorOp.Polynomial(minus), in.operand(0));
  }

  /// Integers divide as integers; dividing by a constant is multiplying by its reciprocals.
  private static TensorNode quotient(NodeInputs in) {
    in.node().allowAttributes();
    List<TensorNode> operands = in.operands(2, 2);
    if (in.allIntegers()) {
      return apply(in, elementwise(ElementwiseOperator.INTEGER_DIV), operands);
    }
    Optional<Tensor> divisor = operands.get(1).constantValue();
    if (divisor.isEmpty() || operands.get(0).constantValue().isPresent()) {
      return apply(in, elementwise(ElementwiseOperator.DIV), operands);
    }
    double[] reciprocals = Arrays.stream(divisor.get().toArray()).map(d -> 1 / d).toArray();
    if (!Arrays.stream(reciprocals).allMatch(Double::isFinite)) {
      throw in.refused("divides by zero");
    }
    Tensor factor = new Tensor(divisor.get().shape(), reciprocals);
    TensorNode constant = TensorNode.constant(operands.get(1).name(), factor);
    return apply(in, new TensorOp.Mul(), List.of(operands.get(0), constant));
  }

  /// Small integer powers are products; others are functions like any activation.
  private static TensorNode power(NodeInputs in) {
    in.node().allowAttributes();
    List<TensorNode> operands = in.operands(2, 2);
    Optional<Tensor> exponent = operands.get(1).constantValue();
    if (exponent.isPresent() && exponent.get().size() == 1) {
      double value = exponent.get().at(0);
      if (value == Math.rint(value) && value >= 1 && value <= MAX_EXPONENT) {
        Shape shape = operands.get(0).shape().broadcast(exponent.get().shape());
        TensorNode base = Shapes.expand(in.name() + ".base", operands.get(0), shape);
        return Shapes.folded(in.name(), new TensorOp.Pow((int) value), base);
      }
    }
    return apply(in, elementwise(ElementwiseOperator.POWER), operands);
  }

  private static TensorNode remainder(NodeInputs in) {
    in.node().allowAttributes("fmod");
    if (in.node().intAttribute("fmod", 0) != 0) {
      throw in.refused("has fmod 1; only 0 is supported");
    }
    return apply(in, elementwise(ElementwiseOperator.MOD), in.operands(2, 2));
  }
}
