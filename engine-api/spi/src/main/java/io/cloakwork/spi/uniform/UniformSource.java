package io.cloakwork.spi.uniform;

import io.cloakwork.spi.graph.RnsShape;
import java.util.List;

/// The uniform polynomials of one object, for a buffer of certain limbs.
public final class UniformSource {

  private final byte[] seed;
  private final int stream;
  private final List<Integer> limbs;

  /// @param seed 32 bytes, public
  /// @param stream the object's
  /// @param limbs the label of each limb of the buffer
  /// @throws IllegalArgumentException if the seed has another length
  public UniformSource(byte[] seed, int stream, List<Integer> limbs) {
    UniformRows.requireSeed(seed);
    this.seed = seed.clone();
    this.stream = stream;
    this.limbs = List.copyOf(limbs);
  }

  /// A polynomial to be filled.
  ///
  /// @param item the item of the buffer
  /// @param poly the polynomial of the item
  /// @param digit the digit of its label
  public record Target(int item, int poly, int digit) {}

  public byte[] seed() {
    return seed.clone();
  }

  public int stream() {
    return stream;
  }

  /// The label of each limb of the buffer.
  public List<Integer> limbs() {
    return limbs;
  }

  /// Checks that these targets of a buffer can be filled.
  ///
  /// @throws IllegalArgumentException if the buffer has another number of limbs than this, or a
  ///   target is not in it
  public void requireFits(RnsShape shape, List<Target> targets) {
    if (limbs.size() != shape.limbs()) {
      throw new IllegalArgumentException(
          "%d limbs of a seed for shape %s".formatted(limbs.size(), shape));
    }
    for (Target target : targets) {
      shape.checkedRow(target.item(), target.poly(), 0);
    }
  }

  /// The label of limb `limb` of a target.
  public RowLabel label(Target target, int limb) {
    return new RowLabel(stream, target.digit(), limbs.get(limb));
  }
}
