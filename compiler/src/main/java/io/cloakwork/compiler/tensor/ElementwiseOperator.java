package io.cloakwork.compiler.tensor;

import java.util.function.ToDoubleFunction;

/// An operator on the elements of its operands, one result for each, that no ciphertext can do.
/// Models have them in shape arithmetic, where they are folded, and in spelled-out activations,
/// where they become part of a [UnaryFunction]. Truth is 1, falsehood 0.
public enum ElementwiseOperator {
  DIV(2, x -> x[0] / x[1]),
  /// The quotient of integers, rounded towards zero.
  INTEGER_DIV(2, x -> truncated(x[0] / x[1])),
  /// The remainder of integers, with the sign of the divisor.
  MOD(2, x -> x[0] - x[1] * Math.floor(x[0] / x[1])),
  POWER(2, x -> Math.pow(x[0], x[1])),
  MAX(2, x -> Math.max(x[0], x[1])),
  MIN(2, x -> Math.min(x[0], x[1])),
  EQUAL(2, x -> truth(x[0] == x[1])),
  GREATER(2, x -> truth(x[0] > x[1])),
  GREATER_OR_EQUAL(2, x -> truth(x[0] >= x[1])),
  LESS(2, x -> truth(x[0] < x[1])),
  LESS_OR_EQUAL(2, x -> truth(x[0] <= x[1])),
  AND(2, x -> truth(x[0] != 0 && x[1] != 0)),
  OR(2, x -> truth(x[0] != 0 || x[1] != 0)),
  /// The second operand where the first is true, else the third.
  WHERE(3, x -> x[0] != 0 ? x[1] : x[2]);

  private final int arity;
  private final ToDoubleFunction<double[]> formula;

  ElementwiseOperator(int arity, ToDoubleFunction<double[]> formula) {
    this.arity = arity;
    this.formula = formula;
  }

  public int arity() {
    return arity;
  }

  /// The result for one element of each operand.
  public double apply(double... operands) {
    return formula.applyAsDouble(operands);
  }

  private static double truth(boolean condition) {
    return condition ? 1 : 0;
  }

  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }
}
