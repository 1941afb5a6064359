package io.cloakwork.backend.cpu.kernel;

/// The kernels of linear combinations on arrays. Residues are split into digits, small integers
/// held as doubles, so that sums of digits times weights stay below 2^53 and are exact: one FMA a
/// digit and term, and any order of the terms gives the same bits. [CombinationPlan] sees to the
/// bound.
///
/// `scratch` holds panels and sums: a column (or row) of `width` words is its digits of a block of
/// words, lowest digit first, one block after the other.
abstract class DigitOps {

  /// The most rows that one pass over the columns makes: what the registers hold.
  static final int MAX_ROWS = 6;

  /// sums\[r · width + i\] = Σ_k weights\[weight + (k − first) · rows + r\] · panel\[at\[k\] + i\]
  /// over the terms k in \[first, last), for r < `rows` ≤ [#MAX_ROWS] and i < `width`.
  ///
  /// @param panel where the panel starts in `scratch`
  /// @param sums where the sums go in `scratch`, behind the panel
  abstract void sums(
      int rows,
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  /// Splits `count` values a into a − h and h, the multiple of 2^k nearest to a, for splitter =
  /// 1.5·2^(52+k): the digits of two-digit limbs, of which the high one stays a multiple of 2^k.
  abstract void split(
      double[] in, int io, int count, double splitter, double[] scratch, int digits);

  /// out = (the sum of the digits' sums) + offset, reduced, from `digits` (one or two) blocks of
  /// `count` sums.
  abstract void joinFirst(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double offset,
      double[] out,
      int oo);

  /// out = out · factor + (the sum of the digits' sums) + offset, reduced.
  abstract void joinNext(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double factor,
      double offset,
      double[] out,
      int oo);

  /// Splits `count` words into the three digits of [WordDigits].
  abstract void splitWords(long[] in, int io, int count, double[] scratch, int digits);

  /// out = (the sum of the three digits' sums) + offset, canonical, from three blocks of `count`
  /// sums.
  abstract void joinWordsFirst(
      WideModulus m, double[] scratch, int sums, int count, long offset, long[] out, int oo);

  /// out = out · factor + (the sum of the three digits' sums) + offset, canonical.
  ///
  /// @param quotient the factor's Shoup quotient
  abstract void joinWordsNext(
      WideModulus m,
      double[] scratch,
      int sums,
      int count,
      long factor,
      long quotient,
      long offset,
      long[] out,
      int oo);

  /// A prime of the wide lane.
  ///
  /// @param lift a multiple of q that makes every sum of highest digits positive
  /// @param radix 2^42 mod q, what such a sum stands for
  /// @param radixQuotient its Shoup quotient
  record WideModulus(long q, long lift, long radix, long radixQuotient) {}

  /// A prime below 2^50 as a double, and its inverse.
  record FastModulus(double q, double inverseQ) {}
}
