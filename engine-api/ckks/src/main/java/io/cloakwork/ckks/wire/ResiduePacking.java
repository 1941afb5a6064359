package io.cloakwork.ckks.wire;

import io.cloakwork.spi.ring.Modulus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A row of N residues as a little-endian string of k bits each, k the bit length of q: residue i
/// is bits [i·k, (i+1)·k), bit b of the string being bit b mod 8 of byte ⌊b/8⌋. N is a multiple of
/// 16, so a row is N·k/8 whole bytes. At 40-bit primes this is 5 bytes a residue instead of 8.
final class ResiduePacking {

  /// Bytes that a buffer must have behind a row, because words are read whole.
  static final int SLACK_BYTES = Long.BYTES + 1;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ResiduePacking() {}

  /// The length of a packed row of `degree` residues.
  static int rowBytes(int degree, Modulus q) {
    return Math.toIntExact((long) degree * q.bits() / Byte.SIZE);
  }

  /// Packs residues in [0, q); `packed` has [#SLACK_BYTES] more than the row.
  static void pack(long[] row, Modulus q, byte[] packed) {
    int bits = q.bits();
    long pending = 0;
    int filled = 0;
    int at = 0;
    for (long residue : row) {
      pending |= residue << filled;
      filled += bits;
      if (filled >= Long.SIZE) {
        WORD.set(packed, at, pending);
        at += Long.BYTES;
        filled -= Long.SIZE;
        // What did not fit; a shift by 64 would be a shift by 0, so it is split in two.
        pending = residue >>> (bits - filled - 1) >>> 1;
      }
    }
    if (filled > 0) {
      WORD.set(packed, at, pending);
    }
  }

  /// Unpacks a row; `packed` has [#SLACK_BYTES] more than it.
  ///
  /// @return the index of the first residue that is not below q, or −1
  static int unpack(byte[] packed, Modulus q, long[] row) {
    int bits = q.bits();
    long mask = -1L >>> (Long.SIZE - bits);
    long largest = q.value() - 1;
    long outside = 0;
    long bit = 0;
    for (int i = 0; i < row.length; i++, bit += bits) {
      int at = (int) (bit >>> 3);
      int shift = (int) bit & 7;
      long low = (long) WORD.get(packed, at) >>> shift;
      // Up to 61 bits from bit 7 of a byte: the ninth byte, shifted by 64 − shift in two steps.
      long high = (long) packed[at + Long.BYTES] << (Long.SIZE - 1 - shift) << 1;
      long residue = (low | high) & mask;
      outside |= largest - residue;
      row[i] = residue;
    }
    return outside >= 0 ? -1 : firstOutside(row, largest);
  }

  private static int firstOutside(long[] row, long largest) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] > largest) {
        return i;
      }
    }
    return -1;
  }
}
