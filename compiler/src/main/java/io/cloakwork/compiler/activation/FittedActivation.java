package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.Locale;

/// An activation and the polynomial that takes its place.
///
/// @param node the model's node
/// @param inputs what is known of its inputs
/// @param relativeError what the degree was chosen by: inside the network the root mean square
///   error over the inputs' distribution, relative to the deviation of the function's values, or
///   half the largest error relative to the function's largest absolute value if that is more; at
///   the output the latter, not halved
/// @param maxError the largest error on the polynomial's interval
public record FittedActivation(
    String node,
    UnaryFunction function,
    InputRange inputs,
    ChebyshevPolynomial polynomial,
    double relativeError,
    double maxError) {

  /// Where the polynomial stands for the function.
  public Interval interval() {
    return new Interval(polynomial.low(), polynomial.high());
  }

  /// One sentence for reports.
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s '%s' is a polynomial of degree %d on %s (inputs %s, %s), error %.2g, at most %.2g",
        function,
        node,
        polynomial.degree(),
        interval(),
        inputs.range(),
        inputs.source(),
        relativeError,
        maxError);
  }
}
