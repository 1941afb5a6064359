package io.cloakwork.ckks.encoding;

import io.cloakwork.ckks.EncodingException;
import io.cloakwork.ckks.Scales;
import java.util.ArrayDeque;

/// Slot vectors to integer coefficients and back, on the host, without a device. Thread-safe;
/// allocates nothing but results once every thread has run.
///
/// Coefficients are doubles without a fraction: exact integers of any size, since a product of
/// value and scale beyond 2^53 has no fraction to round.
public final class SlotEncoder {

  private final SlotTransform transform;
  private final ArrayDeque<Workspace> idle = new ArrayDeque<>();

  private static final class Workspace {
    private final double[] re;
    private final double[] im;

    private Workspace(int slots) {
      this.re = new double[slots];
      this.im = new double[slots];
    }
  }

  /// @param logN log2 of the ring degree
  /// @param galoisGenerator 5 or 3
  public SlotEncoder(int logN, int galoisGenerator) {
    this.transform = new SlotTransform(logN, galoisGenerator);
  }

  /// N/2.
  public int slots() {
    return transform.slots();
  }

  /// The nearest integers, ties to even, to scale times the coefficients of the real polynomial
  /// that has these slots.
  ///
  /// @param slotRe real parts, at most N/2; the rest is zero
  /// @param slotIm imaginary parts, or null for zeros
  /// @param coefficients N results
  /// @return the largest absolute value among the results
  /// @throws EncodingException if there are too many values or one is not finite, times the scale
  public double toCoefficients(
      double[] slotRe, double[] slotIm, double scale, double[] coefficients) {
    Scales.requireValid(scale);
    requireLength(slotRe.length);
    if (slotIm != null) {
      requireLength(slotIm.length);
    }
    Workspace workspace = borrow();
    try {
      double[] re = workspace.re;
      double[] im = workspace.im;
      transform.scatter(slotRe, slotIm, re, im);
      transform.toCoefficients(re, im);
      double factor = scale / transform.slots();
      double largest = round(re, factor, coefficients, 0);
      largest = Math.max(largest, round(im, factor, coefficients, transform.slots()));
      if (!Double.isFinite(largest)) {
        throw new EncodingException(
            "the slots hold a value that is not finite at scale " + Scales.format(scale));
      }
      return largest;
    } finally {
      giveBack(workspace);
    }
  }

  /// The slots of the polynomial with these coefficients, divided by `scale`.
  ///
  /// @param coefficients N numbers
  /// @param slotRe N/2 results, real parts
  /// @param slotIm N/2 results, imaginary parts
  public void toSlots(double[] coefficients, double scale, double[] slotRe, double[] slotIm) {
    Workspace workspace = borrow();
    try {
      double[] re = workspace.re;
      double[] im = workspace.im;
      System.arraycopy(coefficients, 0, re, 0, re.length);
      System.arraycopy(coefficients, re.length, im, 0, im.length);
      transform.toValues(re, im);
      transform.gather(re, im, scale, slotRe, slotIm);
    } finally {
      giveBack(workspace);
    }
  }

  /// The largest absolute value, or NaN if there is a NaN.
  private static double round(double[] values, double factor, double[] out, int offset) {
    double largest = 0;
    for (int j = 0; j < values.length; j++) {
      double rounded = Math.rint(values[j] * factor);
      out[offset + j] = rounded;
      largest = Math.max(largest, Math.abs(rounded));
    }
    return largest;
  }

  private void requireLength(int length) {
    if (length > transform.slots()) {
      throw new EncodingException(
          "%d values do not fit %d slots".formatted(length, transform.slots()));
    }
  }

  private Workspace borrow() {
    synchronized (idle) {
      Workspace workspace = idle.pollFirst();
      return workspace != null ? workspace : new Workspace(transform.slots());
    }
  }

  private void giveBack(Workspace workspace) {
    synchronized (idle) {
      idle.addFirst(workspace);
    }
  }
}
