package io.cloakwork.compiler.program;

/// The slots of a plaintext. Immutable.
public final class PlainVector {

  private final double[] slots;

  /// @param slots kept, so the caller must not change it afterwards
  public PlainVector(double[] slots) {
    this.slots = slots;
  }

  public int length() {
    return slots.length;
  }

  public double at(int slot) {
    return slots[slot];
  }

  /// A copy of the slots.
  public double[] toArray() {
    return slots.clone();
  }

  /// The vector rotated left by `steps` (negative: right).
  PlainVector rotated(int steps) {
    double[] result = new double[slots.length];
    for (int i = 0; i < slots.length; i++) {
      result[i] = slots[i + steps & slots.length - 1];
    }
    return new PlainVector(result);
  }

  public boolean isZero() {
    for (double value : slots) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
