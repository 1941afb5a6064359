package io.cloakwork.compiler.tensor;

import java.util.function.DoubleUnaryOperator;

/// A function of one real variable that is applied to every element of a tensor.
///
/// @param name as the model writes it, for messages and reports
/// @param formula its value at one point; NaN or infinite where it is not defined
public record UnaryFunction(String name, DoubleUnaryOperator formula) {

  public double apply(double x) {
    return formula.applyAsDouble(x);
  }

  @Override
  public String toString() {
    return name;
  }
}
