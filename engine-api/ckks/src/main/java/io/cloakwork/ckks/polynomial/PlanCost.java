package io.cloakwork.ckks.polynomial;

/// What the steps of a plan cost, in tenths of a relinearisation with rescale. From the transforms
/// that each makes at N = 2^14 with four digits: about 60 for a relinearisation, 18 for a rescale;
/// products are memory-bound.
final class PlanCost {

  static final int RELINEARIZATION = 10;
  static final int RESCALE = 3;
  static final int PRODUCT = 1;

  /// More than any plan costs.
  static final int IMPOSSIBLE = 1 << 24;

  private PlanCost() {}
}
