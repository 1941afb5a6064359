package io.cloakwork.ckks;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;

/// An encryption key that may be published, on a device: (b, a) with b = −a·s + e over q_0 … q_L,
/// in the evaluation domain.
public final class PublicKey implements AutoCloseable {

  private final Parameters parameters;
  private final DeviceBuffer buffer;
  private final byte[] seed;

  /// Takes ownership of `buffer`.
  ///
  /// @param seed the 32 bytes that a comes from
  /// @throws OperandMismatchException if the buffer's shape is not [#shape] or the seed not 32
  ///   bytes
  public PublicKey(Parameters parameters, DeviceBuffer buffer, byte[] seed) {
    this.seed = Seeds.ofKey("public key", buffer, shape(parameters), seed);
    this.parameters = parameters;
    this.buffer = buffer;
  }

  /// The shape of a public key: two polynomials over the whole chain.
  public static RnsShape shape(Parameters parameters) {
    return new RnsShape(Domain.EVAL, parameters.logN(), 1, 2, parameters.chain().chainQ());
  }

  public Parameters parameters() {
    return parameters;
  }

  public DeviceBuffer buffer() {
    return buffer;
  }

  /// A copy of the seed.
  public byte[] seed() {
    return seed.clone();
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    buffer.close();
  }
}
