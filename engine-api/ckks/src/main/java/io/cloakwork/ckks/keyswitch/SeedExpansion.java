package io.cloakwork.ckks.keyswitch;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/// Expands the uniform polynomials of one object onto its device. The rows of a polynomial are
/// expanded in parallel on the common pool.
public final class SeedExpansion {

  private final int stream;
  private final byte[] seed;
  private final RnsBasis wholeChain;

  private SeedExpansion(Parameters parameters, int stream, byte[] seed) {
    this.stream = stream;
    this.seed = seed.clone();
    this.wholeChain = parameters.chain().extendedAtLevel(parameters.maxLevel());
  }

  public static SeedExpansion ofKey(Parameters parameters, KeyId id, byte[] seed) {
    return new SeedExpansion(parameters, RowLabel.keyStream(id), seed);
  }

  public static SeedExpansion ofPublicKey(Parameters parameters, byte[] seed) {
    return new SeedExpansion(parameters, RowLabel.PUBLIC_KEY, seed);
  }

  public static SeedExpansion ofCiphertext(Parameters parameters, byte[] seed) {
    return new SeedExpansion(parameters, RowLabel.CIPHERTEXT, seed);
  }

  /// Fills polynomial `poly` of every item; the digit of the label is the item.
  public void intoPolynomial(DeviceBuffer buffer, int poly) {
    long[][] rows = newRows(buffer.shape());
    for (int item = 0; item < buffer.shape().batch(); item++) {
      expand(item, buffer, item, poly, rows);
    }
  }

  /// Fills polynomials 1, 3, 5, … of a key-switching key: those of digits 0, 1, 2, ….
  public void intoOddPolynomials(DeviceBuffer key) {
    long[][] rows = newRows(key.shape());
    for (int digit = 0; digit < key.shape().polys() / 2; digit++) {
      expand(digit, key, 0, 2 * digit + 1, rows);
    }
  }

  /// Fills every polynomial of a buffer of one item: polynomial d is that of digit d.
  public void intoEveryPolynomial(DeviceBuffer buffer) {
    long[][] rows = newRows(buffer.shape());
    for (int digit = 0; digit < buffer.shape().polys(); digit++) {
      expand(digit, buffer, 0, digit, rows);
    }
  }

  private static long[][] newRows(RnsShape shape) {
    return new long[shape.limbs()][shape.degree()];
  }

  private void expand(int digit, DeviceBuffer buffer, int item, int poly, long[][] rows) {
    RnsBasis basis = buffer.shape().basis();
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(limb -> {
          // The limb of the label counts in the whole chain, so that a key for a lower level
          // has the rows of the full key.
          RowLabel label = new RowLabel(stream, digit, wholeChain.indexOf(basis.get(limb)));
          new UniformRows(seed).expandInto(label, basis.get(limb), rows[limb]);
        });
    for (int limb = 0; limb < rows.length; limb++) {
      buffer.upload(item, poly, limb, MemorySegment.ofArray(rows[limb]));
    }
  }
}
