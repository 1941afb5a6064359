package io.cloakwork.compiler.tensor;

/// An operator on the elements of its operands, one result for each, that no ciphertext can do.
/// Models have them in shape arithmetic, where they are folded, and in spelled-out activations,
/// where they become part of a [UnaryFunction]. Truth is 1, falsehood 0.
public enum ElementwiseOperator {
  DIV,
  /// The quotient of integers, rounded towards zero.
  INTEGER_DIV,
  /// The remainder of integers, with the sign of the divisor.
  MOD,
  POWER,
  MAX,
  MIN,
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  AND,
  OR,
  /// The second operand where the first is true, else the third.
  WHERE;

  /// How many operands it has.
  public int arity() {
    return this == WHERE ? 3 : 2;
  }

  /// The result for one element of each operand.
  public double apply(double... x) {
    return switch (this) {
      case DIV -> x[0] / x[1];
      case INTEGER_DIV -> truncated(x[0] / x[1]);
      case MOD -> x[0] - x[1] * Math.floor(x[0] / x[1]);
      case POWER -> Math.pow(x[0], x[1]);
      case MAX -> Math.max(x[0], x[1]);
      case MIN -> Math.min(x[0], x[1]);
      case EQUAL -> truth(x[0] == x[1]);
      case GREATER -> truth(x[0] > x[1]);
      case GREATER_OR_EQUAL -> truth(x[0] >= x[1]);
      case LESS -> truth(x[0] < x[1]);
      case LESS_OR_EQUAL -> truth(x[0] <= x[1]);
      case AND -> truth(x[0] != 0 && x[1] != 0);
      case OR -> truth(x[0] != 0 || x[1] != 0);
      case WHERE -> x[0] != 0 ? x[1] : x[2];
    };
  }

  private static double truth(boolean condition) {
    return condition ? 1 : 0;
  }

  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }
}
