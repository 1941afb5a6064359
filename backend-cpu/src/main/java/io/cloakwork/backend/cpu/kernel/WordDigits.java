package io.cloakwork.backend.cpu.kernel;

/// How linear combinations split the words of wide primes: a word x below 2^61 is 2^60 + d_0 +
/// d_1·2^21 + d_2·2^42 with d_0 and d_1 in \[−2^20, 2^20) and d_2 within ±2^18. What is taken out,
/// 2^60 for every word, comes back with a row's offset.
///
/// With digits around zero and the top one smaller, the sums of all three fit what follows: 2^53
/// for exact sums, 2^51 for the way from double to long.
final class WordDigits {

  static final int COUNT = 3;
  static final int BITS = 21;

  /// The weight of the top digit is 2^42.
  static final int TOP_SHIFT = (COUNT - 1) * BITS;

  static final long MASK = (1L << BITS) - 1;

  /// What x is raised by so that its unsigned digits are the balanced ones plus [#HALF].
  static final long BIAS = 1L << (BITS - 1) | 1L << (2 * BITS - 1);

  static final double HALF = 0x1p20;
  static final double TOP_HALF = 0x1p18;

  /// What every word is beyond its digits.
  static final long CENTRE = 1L << 60;

  /// The bound on digits that keeps sums of digits below 2^53 by more than 2^32, the most that is
  /// carried into them from the sums below.
  static final double LARGEST = HALF + 16;

  /// Rounds doubles of at most 2^53 in magnitude to multiples of 2^21 by adding and subtracting it.
  static final double GRID = 0x1.8p73;

  private WordDigits() {}
}
