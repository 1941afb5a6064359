package io.cloakwork.ckks.noise;

/// What to expect: the AVERAGE-case model, a heuristic that takes errors of different origin for
/// independent and sums of many for Gaussian (central limit; Costache, Curtis, Hales, Murphy,
/// Ogilvie and Player, ePrint 2022/162, §3). For planning, never for flooding: single results
/// exceed it.
///
/// @param coefficientStd standard deviation of the coefficients of the noise polynomial, in units
///   of the integers that are encrypted
/// @param slotStd standard deviation of the error of a slot's real part (or imaginary part), in
///   units of the message
/// @param largestSlotError the median of the largest such error among all N/2 slots
public record AverageCase(double coefficientStd, double slotStd, double largestSlotError) {

  /// −log2 of [#slotStd].
  public double slotBits() {
    return bits(slotStd);
  }

  /// −log2 of [#largestSlotError].
  public double worstSlotBits() {
    return bits(largestSlotError);
  }

  static double bits(double error) {
    return -StrictMath.log(error) / StrictMath.log(2);
  }
}
