package io.cloakwork.ckks;

/// A fresh ciphertext whose c_1 was expanded from a public seed, so that it travels in half the
/// bytes. Owns its ciphertext.
public final class SeededCiphertext implements AutoCloseable {

  private final Ciphertext ciphertext;
  private final byte[] seed;

  /// Takes ownership of `ciphertext`.
  ///
  /// @param seed the 32 bytes that c_1 of every item comes from
  /// @throws OperandMismatchException if the ciphertext has not two polynomials or the seed not 32
  ///   bytes
  public SeededCiphertext(Ciphertext ciphertext, byte[] seed) {
    if (ciphertext.size() != Ciphertext.LINEAR_SIZE) {
      throw new OperandMismatchException(
          "a seeded ciphertext has 2 polynomials, not %d".formatted(ciphertext.size()));
    }
    this.ciphertext = ciphertext;
    this.seed = Seeds.copyOf("seeded ciphertext", seed);
  }

  /// The ciphertext in full, for computing with.
  public Ciphertext ciphertext() {
    return ciphertext;
  }

  /// A copy of the seed.
  public byte[] seed() {
    return seed.clone();
  }

  @Override
  public void close() {
    ciphertext.close();
  }

  @Override
  public String toString() {
    return "Seeded" + ciphertext;
  }
}
