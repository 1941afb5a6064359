package io.cloakwork.ckks;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;

/// Encrypted slot vectors on a device: per item the polynomials (c_0, c_1) or, after a product,
/// (c_0, c_1, c_2), in the evaluation domain, over q_0 … q_level. Decrypts to c_0 + c_1·s + c_2·s²
/// ≈ scale · message.
public final class Ciphertext implements AutoCloseable {

  /// Polynomials of a ciphertext that can be rotated and multiplied.
  public static final int LINEAR_SIZE = 2;

  /// Polynomials of a product before relinearisation.
  public static final int QUADRATIC_SIZE = 3;

  private final Parameters parameters;
  private final DeviceBuffer buffer;
  private final int level;
  private final double scale;

  /// Takes ownership of `buffer`.
  ///
  /// @throws OperandMismatchException if the buffer is not two or three polynomials over the
  ///   level's primes
  public Ciphertext(Parameters parameters, DeviceBuffer buffer, int level, double scale) {
    Scales.requireValid(scale);
    RnsShape actual = buffer.shape();
    requireSize(actual.polys());
    RnsShape expected = shape(parameters, level, actual.polys(), actual.batch());
    if (!actual.equals(expected)) {
      throw new OperandMismatchException(
          "a ciphertext at level %d is %s, not %s".formatted(level, expected, actual));
    }
    this.parameters = parameters;
    this.buffer = buffer;
    this.level = level;
    this.scale = scale;
  }

  /// The shape of a ciphertext of `size` polynomials at `level` for `batch` items.
  public static RnsShape shape(Parameters parameters, int level, int size, int batch) {
    parameters.requireLevel(level);
    return new RnsShape(
        Domain.EVAL, parameters.logN(), batch, size, parameters.chain().atLevel(level));
  }

  private static void requireSize(int polys) {
    if (polys != LINEAR_SIZE && polys != QUADRATIC_SIZE) {
      throw new OperandMismatchException(
          "a ciphertext has 2 or 3 polynomials, not %d".formatted(polys));
    }
  }

  public Parameters parameters() {
    return parameters;
  }

  public DeviceBuffer buffer() {
    return buffer;
  }

  public int level() {
    return level;
  }

  public double scale() {
    return scale;
  }

  /// The number of polynomials, 2 or 3.
  public int size() {
    return buffer.shape().polys();
  }

  /// The number of items.
  public int batch() {
    return buffer.shape().batch();
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    buffer.close();
  }

  @Override
  public String toString() {
    return "Ciphertext[level %d, scale %s, size %d, batch %d]"
        .formatted(level, Scales.format(scale), size(), batch());
  }
}
