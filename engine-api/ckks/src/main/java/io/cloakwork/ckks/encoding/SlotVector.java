package io.cloakwork.ckks.encoding;

import io.cloakwork.ckks.EncodingException;
import java.util.Arrays;

/// An immutable vector of complex numbers, the clear content of slots; real vectors carry no
/// imaginary parts.
public final class SlotVector {

  private final double[] re;
  private final double[] im;

  private SlotVector(double[] re, double[] im) {
    this.re = re;
    this.im = im;
  }

  /// A real vector.
  public static SlotVector real(double... values) {
    return new SlotVector(values.clone(), null);
  }

  /// A complex vector.
  ///
  /// @throws EncodingException if the parts differ in length
  public static SlotVector complex(double[] re, double[] im) {
    if (re.length != im.length) {
      throw new EncodingException("%d real and %d imaginary parts".formatted(re.length, im.length));
    }
    return new SlotVector(re.clone(), im.clone());
  }

  public int length() {
    return re.length;
  }

  /// Whether there are no imaginary parts.
  public boolean isReal() {
    return im == null;
  }

  /// The real part of entry `i`.
  public double re(int i) {
    return re[i];
  }

  /// The imaginary part of entry `i`.
  public double im(int i) {
    return im == null ? 0 : im[i];
  }

  /// A copy of the real parts.
  public double[] re() {
    return re.clone();
  }

  /// A copy of the imaginary parts, zeros if the vector is real.
  public double[] im() {
    return im == null ? new double[re.length] : im.clone();
  }

  /// Whether every entry is zero.
  public boolean isZero() {
    for (int i = 0; i < re.length; i++) {
      if (re[i] != 0 || im(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Entry i of the result is entry i + steps, modulo the length.
  public SlotVector rotatedLeft(int steps) {
    return new SlotVector(rotate(re, steps), im == null ? null : rotate(im, steps));
  }

  private static double[] rotate(double[] values, int steps) {
    if (values.length == 0) {
      return values;
    }
    int shift = Math.floorMod(steps, values.length);
    double[] rotated = new double[values.length];
    System.arraycopy(values, shift, rotated, 0, values.length - shift);
    System.arraycopy(values, 0, rotated, values.length - shift, shift);
    return rotated;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotVector that
        && Arrays.equals(re, that.re)
        && Arrays.equals(im, that.im);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(re) * 31 + Arrays.hashCode(im);
  }

  /// The length and kind; never the values, which may be private.
  @Override
  public String toString() {
    return "SlotVector[%d %s]".formatted(re.length, im == null ? "real" : "complex");
  }
}
