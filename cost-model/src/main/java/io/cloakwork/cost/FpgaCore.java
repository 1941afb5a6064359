package io.cloakwork.cost;

/// The pipelines of `kernels/fpga`: how many clocks the transform core and its multipliers take.
/// `FpgaCoreTest` counts them in the compiled hardware description and compares.
///
/// @param logLanes log2 of the butterflies, and of the products, that start every clock
public record FpgaCore(int logLanes) {

  /// Bits of a word: primes below 2^50.
  public static final int WORD_BITS = 50;

  public FpgaCore {
    if (logLanes < 0 || logLanes > 10) {
      throw new IllegalArgumentException("2^%d lanes are not in [1, 1024]".formatted(logLanes));
    }
  }

  /// Butterflies a clock.
  public int lanes() {
    return 1 << logLanes;
  }

  /// Steps of a reduction modulo primes that are 1 modulo 2N: each takes log2(2N) bits.
  static int reductionSteps(int logN) {
    return Math.ceilDiv(WORD_BITS, logN + 1);
  }

  /// Clocks from two factors to their product: operands, the product, its reduction, the last
  /// subtraction.
  public static int productClocks(int logN) {
    return 1 + 3 + 3 * reductionSteps(logN) + 1;
  }

  /// Clocks from a read of the banks until the results of its butterflies can be read.
  private static int groupClocks(int logN) {
    return 3 + (2 + productClocks(logN) + 2) + 3;
  }

  /// Clocks of a transform of 2^logN words, either way: logN passes that follow each other.
  ///
  /// @throws IllegalArgumentException if there are fewer than four words for each lane
  public long transformClocks(int logN) {
    if (logN < logLanes + 2) {
      throw new IllegalArgumentException(
          "2^%d words are too few for %d lanes".formatted(logN, lanes()));
    }
    return logN * ((1L << (logN - logLanes - 1)) + groupClocks(logN) - 1);
  }

  /// Clocks of the products of 2^logN pairs of words, from the first pair to the last product.
  public long productClocksOfRow(int logN) {
    return (1L << (logN - logLanes)) + productClocks(logN) - 1;
  }

  /// Multiplier blocks of 27 × 18 bits in a butterfly, as yosys maps them
  /// (`kernels/fpga/README.md`): nine in the product of two words, two in each step of its
  /// reduction.
  public static int multipliers(int logN) {
    return 9 + 2 * reductionSteps(logN);
  }
}
