package io.cloakwork.spi.uniform;

import io.cloakwork.spi.ring.Modulus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Expands a 32-byte public seed into the uniform half of keys and seeded ciphertexts, row by row.
///
/// The format, which never changes:
///
/// - The key stream of a row is ChaCha20 (RFC 8439 §2.4) under the seed, block counter from 0, with
///   the 12-byte nonce `stream ‖ digit ‖ limb`, three 32-bit little-endian numbers ([RowLabel]).
/// - It is read as 64-bit little-endian words. Of each word the lowest k bits are kept, k the bit
///   length of the prime q; the result is taken if it is below q and skipped otherwise. As q >
///   2^(k−1), more than half of the words are taken.
/// - The values taken are, in that order, positions 0 … N−1 of the row **in the evaluation
///   domain**, in the contract's order: uniform values need no transform.
///
/// A row depends on nothing but the seed, its label and its prime, so any row expands alone, on any
/// device, and a key for a lower level has the rows of the full key.
///
/// Not thread-safe; buffers are reused from row to row.
public final class UniformRows {

  /// Bytes in a seed.
  public static final int SEED_BYTES = 32;

  private static final int CHUNK_BYTES = 8192;
  private static final byte[] ZEROS = new byte[CHUNK_BYTES];
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final SecretKeySpec key;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /// @throws IllegalArgumentException if `seed` is not 32 bytes long
  public UniformRows(byte[] seed) {
    requireSeed(seed);
    this.key = new SecretKeySpec(seed, "ChaCha20");
  }

  static void requireSeed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException(
          "a seed has %d bytes, not %d".formatted(SEED_BYTES, seed.length));
    }
  }

  /// Fills `row`, of N words, with the values in [0, q) of the row of that label.
  public void expandInto(RowLabel label, Modulus q, long[] row) {
    Cipher cipher = keyStream(label);
    long mask = -1L >>> (Long.SIZE - q.bits());
    int taken = 0;
    while (taken < row.length) {
      nextChunk(cipher);
      taken = takeAccepted(mask, q.value(), row, taken);
    }
  }

  private int takeAccepted(long mask, long q, long[] row, int from) {
    int taken = from;
    int last = row.length - 1;
    for (int i = 0; i < CHUNK_BYTES && taken <= last; i += Long.BYTES) {
      long candidate = (long) WORD.get(chunk, i) & mask;
      // Written whether taken or not, and overwritten if not: half the branches would miss.
      row[taken] = candidate;
      taken += (int) ((candidate - q) >>> 63);
    }
    return taken;
  }

  private void nextChunk(Cipher cipher) {
    try {
      cipher.update(ZEROS, 0, CHUNK_BYTES, chunk, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20 gave no key stream", e);
    }
  }

  private Cipher keyStream(RowLabel label) {
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(label.nonce(), 0));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no ChaCha20", e);
    }
  }
}
