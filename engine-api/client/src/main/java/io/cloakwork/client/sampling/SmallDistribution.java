package io.cloakwork.client.sampling;

/// A distribution of small integers, symmetric around zero: what secrets and errors are drawn from.
/// Sampling runs in constant time: no branch and no address depends on what is drawn.
///
/// Samples are written **biased**: x + bound in [0, 2·bound], so that a secret sign never has to be
/// mapped to a residue on the host; the device subtracts the bound when it lifts the polynomial.
public sealed interface SmallDistribution permits CentredBinomial, Ternary {

  /// The largest absolute value.
  int bound();

  /// The variance.
  double variance();

  /// Fills `biased` with independent samples plus [#bound].
  void sampleInto(Entropy entropy, long[] biased);
}
