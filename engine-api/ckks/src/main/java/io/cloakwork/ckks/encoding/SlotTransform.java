package io.cloakwork.ckks.encoding;

import io.cloakwork.spi.ring.BitReversal;
import io.cloakwork.spi.ring.GaloisElement;

/// The canonical embedding of real polynomials of degree below N into N/2 complex slots, and its
/// inverse (ePrint 2016/421, §2.2): slot j is the value at ζ^(g^j), ζ = e^(πi/N), g the Galois
/// generator.
///
/// With n = N/2, folding coefficient j + n into the imaginary part of coefficient j gives a complex
/// polynomial modulo Xⁿ − i whose values at ζ^(4k+1) are those of the real one. These are computed
/// by the recursion X^2h − r² = (X^h − r)(X^h + r), one constant factor a block, as in a negacyclic
/// NTT. A slot whose exponent is 3 modulo 4, as half of them are for g = 3, is the conjugate of the
/// value at the opposite exponent. Twiddles come from StrictMath and no operation is contracted, so
/// results are the same on every machine.
final class SlotTransform {

  private final int slots;
  // Factor of block i at the stage with m blocks at index m + i.
  private final double[] factorRe;
  private final double[] factorIm;
  // Where the recursion leaves slot j; the complement of it if the slot is the conjugate.
  private final int[] position;

  SlotTransform(int logN, int generator) {
    int logSlots = logN - 1;
    this.slots = 1 << logSlots;
    this.factorRe = new double[slots];
    this.factorIm = new double[slots];
    for (int m = 1, logM = 0; m < slots; m *= 2, logM++) {
      for (int i = 0; i < m; i++) {
        // The root of block i of m is e^(2πi·(4·brv(i)+1)/4m); its square root is the factor.
        double angle = 2 * StrictMath.PI * (4 * BitReversal.of(i, logM) + 1) / (8.0 * m);
        factorRe[m + i] = StrictMath.cos(angle);
        factorIm[m + i] = StrictMath.sin(angle);
      }
    }
    this.position = positions(logN, generator);
  }

  private static int[] positions(int logN, int generator) {
    int slots = 1 << (logN - 1);
    int[] positions = new int[slots];
    for (int j = 0; j < slots; j++) {
      int exponent = GaloisElement.rotation(logN, generator, j).value();
      boolean direct = (exponent & 3) == 1;
      int index = ((direct ? exponent : (2 << logN) - exponent) - 1) / 4;
      int place = BitReversal.of(index, logN - 1);
      positions[j] = direct ? place : ~place;
    }
    return positions;
  }

  /// n, the number of slots.
  int slots() {
    return slots;
  }

  /// Puts slots where [#toCoefficients] takes them; `im` may be null. What is not given is zero.
  void scatter(double[] slotRe, double[] slotIm, double[] re, double[] im) {
    for (int j = 0; j < slots; j++) {
      int place = position[j];
      double imaginary = slotIm == null || j >= slotIm.length ? 0 : slotIm[j];
      int index = place < 0 ? ~place : place;
      re[index] = j < slotRe.length ? slotRe[j] : 0;
      im[index] = place < 0 ? -imaginary : imaginary;
    }
  }

  /// Takes slots from where [#toValues] leaves them, divided by `scale`.
  void gather(double[] re, double[] im, double scale, double[] slotRe, double[] slotIm) {
    for (int j = 0; j < slots; j++) {
      int place = position[j];
      int index = place < 0 ? ~place : place;
      slotRe[j] = re[index] / scale;
      slotIm[j] = (place < 0 ? -im[index] : im[index]) / scale;
    }
  }

  /// In place: folded coefficients (a_j, a_{j+n}) to values in the order of the recursion.
  void toValues(double[] re, double[] im) {
    for (int m = 1, half = slots / 2; m < slots; m *= 2, half /= 2) {
      for (int i = 0; i < m; i++) {
        split(re, im, 2 * half * i, half, factorRe[m + i], factorIm[m + i]);
      }
    }
  }

  /// In place: values in the order of the recursion to n times the folded coefficients.
  void toCoefficients(double[] re, double[] im) {
    for (int m = slots / 2, half = 1; m >= 1; m /= 2, half *= 2) {
      for (int i = 0; i < m; i++) {
        join(re, im, 2 * half * i, half, factorRe[m + i], factorIm[m + i]);
      }
    }
  }

  /// Residues modulo X^h − w and X^h + w of a block modulo X^2h − w².
  private static void split(double[] re, double[] im, int from, int half, double wRe, double wIm) {
    for (int j = from; j < from + half; j++) {
      double vRe = re[j + half] * wRe - im[j + half] * wIm;
      double vIm = re[j + half] * wIm + im[j + half] * wRe;
      double uRe = re[j];
      double uIm = im[j];
      re[j] = uRe + vRe;
      im[j] = uIm + vIm;
      re[j + half] = uRe - vRe;
      im[j + half] = uIm - vIm;
    }
  }

  /// Twice the inverse of [#split].
  private static void join(double[] re, double[] im, int from, int half, double wRe, double wIm) {
    for (int j = from; j < from + half; j++) {
      double dRe = re[j] - re[j + half];
      double dIm = im[j] - im[j + half];
      re[j] += re[j + half];
      im[j] += im[j + half];
      re[j + half] = dRe * wRe + dIm * wIm;
      im[j + half] = dIm * wRe - dRe * wIm;
    }
  }
}
