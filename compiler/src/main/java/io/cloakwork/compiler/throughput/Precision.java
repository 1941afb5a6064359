package io.cloakwork.compiler.throughput;

import java.util.List;

/// How finely values and weights are represented.
///
/// @param logScale log2 of the scale of what is squared, s
/// @param logPolynomial log2 of the scale of what longer polynomials take and give
/// @param logWeight log2 of the least scale of weights, ω
/// @param logInput log2 of the least scale of fresh ciphertexts
record Precision(int logScale, int logPolynomial, int logWeight, int logInput) {

  /// From the cheapest to the most precise. A square is not rescaled on its own: the linear layer
  /// after it brings its scale to s²·ω, and one division by s·ω returns it to s. In the first
  /// choice that is a single prime of 50 bits.
  static final List<Precision> CHOICES =
      List.of(
          new Precision(29, 40, 21, 29),
          new Precision(29, 40, 21, 38),
          new Precision(38, 45, 24, 38),
          new Precision(45, 48, 30, 45));
}
