package io.cloakwork.compiler.importer;

import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// Conversions between element types. All arithmetic is in double precision, so only those to
/// integers and truth values change anything.
final class Casts {

  /// `TensorProto.DataType`.
  private static final int FLOAT = 1;

  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;

  private Casts() {}

  static boolean toIntegers(NodeInputs in) {
    return switch ((int) in.node().intAttribute("to", 0)) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> false;
      default -> true;
    };
  }

  static TensorNode cast(NodeInputs in) {
    in.node().allowAttributes("to", "saturate");
    long to = in.node().intAttribute("to", 0);
    if (!toIntegers(in)) {
      return renamed(in);
    }
    if (in.operand(0).constantValue().isEmpty()) {
      throw in.refused(
          "rounds an encrypted value to element type %d; keep it a float".formatted(to));
    }
    UnaryFunction rounding =
        to == BOOL
            ? new UnaryFunction("Cast", x -> x == 0 ? 0 : 1)
            : new UnaryFunction("Cast", x -> x < 0 ? Math.ceil(x) : Math.floor(x));
    return Shapes.folded(in.name(), new TensorOp.Activation(rounding), in.operand(0));
  }

  /// A constant becomes a node of its own, because whether it is an integer is kept by node.
  private static TensorNode renamed(NodeInputs in) {
    TensorNode x = in.operand(0);
    return x.constantValue().map(value -> TensorNode.constant(in.name(), value)).orElse(x);
  }
}
