package io.cloakwork.client;

/// How well released results hide the error of decryption.
///
/// @param statisticalBits s, in [1, 128]. After all queries the Kullback-Leibler divergence between
///   what was released and what could have been computed without the ciphertexts is at most
///   2^−s/24, so that no test tells them apart with an advantage above 2^(−s/2)/6.9
/// @param queries q, the results that may ever be released under one secret key, in [1, 2^40]
/// @param minimumBits precision below which nothing is released: log2 of the largest value of the
///   message over the standard deviation of the noise
public record FloodingPolicy(int statisticalBits, long queries, double minimumBits) {

  private static final int MAX_BITS = 128;
  private static final long MAX_QUERIES = 1L << 40;

  public FloodingPolicy {
    if (statisticalBits < 1 || statisticalBits > MAX_BITS) {
      throw new IllegalArgumentException(
          "%d statistical bits are not in [1, %d]".formatted(statisticalBits, MAX_BITS));
    }
    if (queries < 1 || queries > MAX_QUERIES) {
      throw new IllegalArgumentException("%d queries are not in [1, 2^40]".formatted(queries));
    }
    if (!(minimumBits >= 1 && Double.isFinite(minimumBits))) {
      throw new IllegalArgumentException(
          "a precision of %s bits is none: at least 1 is needed".formatted(minimumBits));
    }
  }

  /// A policy that releases results of at least one bit.
  public FloodingPolicy(int statisticalBits, long queries) {
    this(statisticalBits, queries, 1);
  }

  /// √(12·q)·2^(s/2): the standard deviation of the noise over a bound on the Euclidean norm of the
  /// error (Li, Micciancio, Schultz and Sorrell, CRYPTO 2022, ePrint 2022/816, Gaussian mechanism).
  ///
  /// The divergence between two normal distributions of standard deviation σ whose means differ by
  /// δ is δ²/(2σ²), and q of them add up to at most q·δ²/(2σ²) = 2^−s/24.
  public double ratio() {
    return StrictMath.sqrt(12.0 * queries) * StrictMath.pow(2, statisticalBits / 2.0);
  }
}
