package io.cloakwork.spi.ring;

/// Bit reversal of small indices: the order of NTT outputs.
public final class BitReversal {

  private BitReversal() {}

  /// The lowest `bits` bits of `index` in reverse; `index` in [0, 2^bits), bits in [0, 31].
  public static int of(int index, int bits) {
    return bits == 0 ? 0 : Integer.reverse(index) >>> (Integer.SIZE - bits);
  }
}
