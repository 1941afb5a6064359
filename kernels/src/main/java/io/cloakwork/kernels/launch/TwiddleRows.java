package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;

/// Where a device keeps the twiddles of a prime.
public interface TwiddleRows {

  /// The first row, of N words, of the table for `modulus` in the buffer of [BufferRef.Twiddles]:
  /// forward powers, then as many rows of inverse ones.
  int firstRow(Lane lane, int logN, Modulus modulus);
}
