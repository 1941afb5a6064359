package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.onnx.OnnxNode;
import io.cloakwork.compiler.tensor.ErrorFunction;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// The operators of one tensor that apply a function to each element: activations, and what
/// activations are spelled with. Definitions and defaults are those of the ONNX operator reference.
final class UnaryOperators {

  private static final double SELU_ALPHA = 1.6732631921768188;
  private static final double SELU_GAMMA = 1.0507010221481323;

  private UnaryOperators() {}

  /// The node's value, or empty if it is not such an operator.
  static Optional<TensorNode> translate(NodeInputs in) {
    if (in.node().opType().equals("PRelu")) {
      return Optional.of(parametricRelu(in));
    }
    return formula(in)
        .map(f ->
            Shapes.folded(
                in.name(),
                new TensorOp.Activation(new UnaryFunction(in.node().opType(), f)),
                in.operand(0)));
  }

  private static Optional<DoubleUnaryOperator> formula(NodeInputs in) {
    return plain(in).or(() -> withAttributes(in));
  }

  /// Operators without attributes.
  private static Optional<DoubleUnaryOperator> plain(NodeInputs in) {
    DoubleUnaryOperator formula =
        switch (in.node().opType()) {
          case "Relu" -> x -> Math.max(x, 0);
          case "Sigmoid" -> UnaryOperators::sigmoid;
          case "Tanh" -> Math::tanh;
          case "Softplus" -> UnaryOperators::softplus;
          case "Softsign" -> x -> x / (1 + Math.abs(x));
          case "HardSwish" -> x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0);
          case "Mish" -> x -> x * Math.tanh(softplus(x));
          case "Erf" -> ErrorFunction::erf;
          case "Abs" -> Math::abs;
          case "Exp" -> Math::exp;
          case "Log" -> Math::log;
          case "Sqrt" -> Math::sqrt;
          case "Reciprocal" -> x -> 1 / x;
          case "Sin" -> Math::sin;
          case "Cos" -> Math::cos;
          case "Atan" -> Math::atan;
          case "Sinh" -> Math::sinh;
          case "Cosh" -> Math::cosh;
          case "Asinh" -> x -> Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1));
          case "Sign" -> Math::signum;
          case "Floor" -> Math::floor;
          case "Ceil" -> Math::ceil;
          case "Round" -> Math::rint;
          case "Not" -> x -> x == 0 ? 1 : 0;
          default -> null;
        };
    if (formula != null) {
      in.node().allowAttributes();
      in.operands(1, 1);
    }
    return Optional.ofNullable(formula);
  }

  private static Optional<DoubleUnaryOperator> withAttributes(NodeInputs in) {
    OnnxNode node = in.node();
    return Optional.ofNullable(
        switch (node.opType()) {
          case "LeakyRelu" -> {
            double alpha = parameters(in, "alpha", 0.01)[0];
            yield x -> x < 0 ? alpha * x : x;
          }
          case "ThresholdedRelu" -> {
            double alpha = parameters(in, "alpha", 1)[0];
            yield x -> x > alpha ? x : 0;
          }
          case "Elu" -> {
            double alpha = parameters(in, "alpha", 1)[0];
            yield x -> x < 0 ? alpha * Math.expm1(x) : x;
          }
          case "Celu" -> {
            double alpha = parameters(in, "alpha", 1)[0];
            yield x -> x < 0 ? alpha * Math.expm1(x / alpha) : x;
          }
          case "Selu" -> {
            double[] p = parameters(in, "alpha", SELU_ALPHA, "gamma", SELU_GAMMA);
            yield x -> p[1] * (x < 0 ? p[0] * Math.expm1(x) : x);
          }
          case "HardSigmoid" -> {
            double[] p = parameters(in, "alpha", 0.2, "beta", 0.5);
            yield x -> Math.clamp(p[0] * x + p[1], 0.0, 1.0);
          }
          case "Gelu" -> gelu(in);
          case "Clip" -> clip(in);
          default -> null;
        });
  }

  /// The node's two float attributes, and no others.
  private static double[] parameters(
      NodeInputs in, String first, double firstDefault, String second, double secondDefault) {
    in.node().allowAttributes(first, second);
    in.operands(1, 1);
    return new double[] {
      in.node().floatAttribute(first, firstDefault), in.node().floatAttribute(second, secondDefault)
    };
  }

  private static double[] parameters(NodeInputs in, String only, double otherwise) {
    return parameters(in, only, otherwise, only, otherwise);
  }

  private static DoubleUnaryOperator gelu(NodeInputs in) {
    in.node().allowAttributes("approximate");
    in.operands(1, 1);
    String approximation = in.node().stringAttribute("approximate", "none");
    return switch (approximation) {
      case "none" -> x -> x * 0.5 * (1 + ErrorFunction.erf(x * Math.sqrt(0.5)));
      case "tanh" ->
          x -> x * 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      default ->
          throw in.refused("has approximate '%s'; none and tanh exist".formatted(approximation));
    };
  }

  /// Bounds are attributes before operator set 11 and operands since; either may be absent.
  private static DoubleUnaryOperator clip(NodeInputs in) {
    in.node().allowAttributes("min", "max");
    in.operands(1, 3);
    double low = in.scalar(1, "min", in.node().floatAttribute("min", Double.NEGATIVE_INFINITY));
    double high = in.scalar(2, "max", in.node().floatAttribute("max", Double.POSITIVE_INFINITY));
    return x -> Math.min(Math.max(x, low), high);
  }

  /// x for x ≥ 0, else slope·x. With a slope a channel it is slope·x + (1 − slope)·Relu(x), so that
  /// one function fits all channels.
  private static TensorNode parametricRelu(NodeInputs in) {
    in.node().allowAttributes();
    in.operands(2, 2);
    double[] slopes = in.constant(1, "slope").toArray();
    double slope = slopes[0];
    if (Arrays.stream(slopes).allMatch(s -> s == slope)) {
      DoubleUnaryOperator formula = x -> x < 0 ? slope * x : x;
      TensorOp op = new TensorOp.Activation(new UnaryFunction("PRelu", formula));
      return Shapes.folded(in.name(), op, in.operand(0));
    }
    Shape shape = in.constant(1, "slope").shape();
    TensorNode below = TensorNode.constant(in.name() + ".slope", new Tensor(shape, slopes));
    double[] rest = Arrays.stream(slopes).map(s -> 1 - s).toArray();
    TensorNode above = TensorNode.constant(in.name() + ".rest", new Tensor(shape, rest));
    UnaryFunction relu = new UnaryFunction("Relu", x -> Math.max(x, 0));
    TensorNode x = in.operand(0);
    TensorNode positive = Shapes.folded(in.name() + ".relu", new TensorOp.Activation(relu), x);
    TensorNode kink = ElementwiseOperators.apply(in, new TensorOp.Mul(), List.of(positive, above));
    TensorNode line = ElementwiseOperators.apply(in, new TensorOp.Mul(), List.of(x, below));
    return ElementwiseOperators.apply(in, new TensorOp.Add(), List.of(kink, line));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// ln(1 + eˣ), without overflow.
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
