package io.cloakwork.ckks;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.RnsBasis;

/// Encoded slot vectors on a device: one polynomial an item, in the evaluation domain, over q_0 …
/// q_level. An *extended* plaintext has the special primes after them: the form in which linear
/// transforms take their diagonals.
public final class Plaintext implements AutoCloseable {

  private final Parameters parameters;
  private final DeviceBuffer buffer;
  private final int level;
  private final double scale;
  private final boolean extended;

  /// Takes ownership of `buffer`.
  ///
  /// @param scale what slot values were multiplied by
  /// @throws OperandMismatchException if the buffer is not one polynomial over the level's primes,
  ///   with or without the special primes
  public Plaintext(Parameters parameters, DeviceBuffer buffer, int level, double scale) {
    Scales.requireValid(scale);
    int batch = buffer.shape().batch();
    this.extended = buffer.shape().limbs() > level + 1;
    RnsShape expected = shape(parameters, level, batch, extended);
    if (!buffer.shape().equals(expected)) {
      throw new OperandMismatchException(
          "a plaintext at level %d is %s, not %s".formatted(level, expected, buffer.shape()));
    }
    this.parameters = parameters;
    this.buffer = buffer;
    this.level = level;
    this.scale = scale;
  }

  /// The shape of a plaintext at `level` for `batch` items.
  public static RnsShape shape(Parameters parameters, int level, int batch, boolean extended) {
    parameters.requireLevel(level);
    RnsBasis basis =
        extended ? parameters.chain().extendedAtLevel(level) : parameters.chain().atLevel(level);
    return new RnsShape(Domain.EVAL, parameters.logN(), batch, 1, basis);
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

  /// The number of items; one of 1 serves a ciphertext of any batch.
  public int batch() {
    return buffer.shape().batch();
  }

  /// Whether the special primes are there too.
  public boolean extended() {
    return extended;
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    buffer.close();
  }

  @Override
  public String toString() {
    return "Plaintext[level %d, scale %s, batch %d]"
        .formatted(level, Scales.format(scale), batch());
  }
}
