package io.cloakwork.ckks.keyswitch;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.uniform.UniformSource;
import java.util.ArrayList;
import java.util.List;

/// Expands the uniform polynomials of one object on its device.
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
    return new SeedExpansion(parameters, Streams.keyStream(id), seed);
  }

  public static SeedExpansion ofPublicKey(Parameters parameters, byte[] seed) {
    return new SeedExpansion(parameters, Streams.PUBLIC_KEY, seed);
  }

  public static SeedExpansion ofCiphertext(Parameters parameters, byte[] seed) {
    return new SeedExpansion(parameters, Streams.CIPHERTEXT, seed);
  }

  /// Fills polynomial `poly` of every item; the digit of the label is the item.
  public void intoPolynomial(DeviceBuffer buffer, int poly) {
    List<UniformSource.Target> targets = new ArrayList<>();
    for (int item = 0; item < buffer.shape().batch(); item++) {
      targets.add(new UniformSource.Target(item, poly, item));
    }
    buffer.expand(source(buffer), targets);
  }

  /// Fills polynomials 1, 3, 5, … of a key-switching key: those of digits 0, 1, 2, ….
  public void intoOddPolynomials(DeviceBuffer key) {
    List<UniformSource.Target> targets = new ArrayList<>();
    for (int digit = 0; digit < key.shape().polys() / 2; digit++) {
      targets.add(new UniformSource.Target(0, 2 * digit + 1, digit));
    }
    key.expand(source(key), targets);
  }

  /// Fills every polynomial of a buffer of one item: polynomial d is that of digit d.
  public void intoEveryPolynomial(DeviceBuffer buffer) {
    List<UniformSource.Target> targets = new ArrayList<>();
    for (int digit = 0; digit < buffer.shape().polys(); digit++) {
      targets.add(new UniformSource.Target(0, digit, digit));
    }
    buffer.expand(source(buffer), targets);
  }

  /// The limb of a label counts in the whole chain, so that a key for a lower level has the rows of
  /// the full key.
  private UniformSource source(DeviceBuffer buffer) {
    List<Integer> limbs =
        buffer.shape().basis().moduli().stream().map(wholeChain::indexOf).toList();
    return new UniformSource(seed, stream, limbs);
  }
}
