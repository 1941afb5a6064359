package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Parameters;

/// How long objects are, header and trailer included: what a receiver checks an announced length
/// against before it makes room.
public final class WireSizes {

  private WireSizes() {}

  /// A ciphertext of `batch` items of `size` polynomials, written in full.
  public static long ciphertext(Parameters parameters, int level, int size, int batch) {
    long polys = (long) batch * size;
    return object(CiphertextFormat.FIXED_BYTES + polys * WireFormat.polyBytes(parameters, level));
  }

  /// A ciphertext of `batch` items of two polynomials, the second one as a seed.
  public static long seededCiphertext(Parameters parameters, int level, int batch) {
    return object(
        SeededCiphertextFormat.FIXED_BYTES
            + (long) batch * WireFormat.polyBytes(parameters, level));
  }

  /// A key-switching key for `level`.
  public static long keySwitchKey(Parameters parameters, int level) {
    parameters.requireLevel(level);
    return object(KeySwitchKeyFormat.bodyBytes(parameters, level));
  }

  private static long object(long bodyBytes) {
    return WireHeader.BYTES + bodyBytes + WireHeader.TRAILER_BYTES;
  }
}
