package io.cloakwork.ckks;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;

/// A key-switching key on a device. Polynomial 2d is b_d, 2d + 1 is a_d, for each digit d of the
/// key's level, over q_0 … q_level followed by the special primes, in the evaluation domain.
///
/// With s' the secret that is switched from and t the one that is switched to, b_d = −a_d·t + e_d +
/// P·g_d·s', where g_d ≡ 1 modulo the primes of digit d and 0 modulo the others (Han and Ki, ePrint
/// 2019/688, §3.1). [KeyId] says what s' and t are.
public final class KeySwitchKey implements AutoCloseable {

  private final Parameters parameters;
  private final KeyId id;
  private final int level;
  private final DeviceBuffer buffer;
  private final byte[] seed;

  /// Takes ownership of `buffer`.
  ///
  /// @param level the highest level that the key serves
  /// @param seed the 32 bytes that the a_d come from
  /// @throws OperandMismatchException if the buffer's shape is not [#shape] or the seed not 32
  ///   bytes
  public KeySwitchKey(
      Parameters parameters, KeyId id, int level, DeviceBuffer buffer, byte[] seed) {
    this.seed =
        Seeds.ofKey(
            "key %s at level %d".formatted(id, level), buffer, shape(parameters, level), seed);
    this.parameters = parameters;
    this.id = id;
    this.level = level;
    this.buffer = buffer;
  }

  /// The shape of a key at `level`.
  public static RnsShape shape(Parameters parameters, int level) {
    return new RnsShape(
        Domain.EVAL,
        parameters.logN(),
        1,
        2 * parameters.digits(level).size(),
        parameters.chain().extendedAtLevel(level));
  }

  public Parameters parameters() {
    return parameters;
  }

  public KeyId id() {
    return id;
  }

  public int level() {
    return level;
  }

  public DeviceBuffer buffer() {
    return buffer;
  }

  /// A copy of the seed; it is public, like the key.
  public byte[] seed() {
    return seed.clone();
  }

  /// Gives the words on the device back.
  @Override
  public void close() {
    buffer.close();
  }

  @Override
  public String toString() {
    return "KeySwitchKey[%s, level %d]".formatted(id, level);
  }
}
