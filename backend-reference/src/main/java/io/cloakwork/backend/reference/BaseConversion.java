package io.cloakwork.backend.reference;

import io.cloakwork.spi.ring.RnsBasis;

/// Fast base conversion, coefficient by coefficient as the contract defines it: the integer Σᵢ
/// yᵢ·(Q/qᵢ) with yᵢ = \[xᵢ·(Q/qᵢ)⁻¹\] mod qᵢ in [0, qᵢ), reduced modulo each target prime.
///
/// There are two ways to the same words. Small rings form the integer itself; large ones, where
/// that takes minutes for a network, never leave 128 bits. Each is tested against the other.
interface BaseConversion {

  /// The largest log2 of a ring degree at which the integer is formed.
  int MAX_EXACT_LOG_N = 12;

  /// The conversion for rings of degree 2^logN.
  static BaseConversion of(int logN, RnsBasis from, RnsBasis to) {
    return logN <= MAX_EXACT_LOG_N
        ? new ExactBaseConversion(from, to)
        : new WordBaseConversion(from, to);
  }

  /// Converts the rows `in`, one a prime of the source, into the rows `out`, one a prime of the
  /// target.
  void convert(long[][] in, long[][] out);
}
