package io.cloakwork.ckks;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/// How close computed slots are to the expected ones, in bits: the precision of a slot is −log2 of
/// the absolute error in it.
///
/// @param slots how many slots were compared
/// @param re of the real parts
/// @param im of the imaginary parts
/// @param norm of the slots as complex numbers
public record PrecisionStatistics(int slots, Summary re, Summary im, Summary norm) {

  /// The precision of a slot that is exact, and the most that is reported.
  public static final double MAX_BITS = 64;

  /// The distribution of one kind of error.
  ///
  /// @param min the bits of the worst slot
  /// @param average the mean of the bits
  /// @param median half of the slots have more bits
  /// @param max the bits of the best slot
  /// @param standardDeviation of the error itself around its mean, not of its bits
  public record Summary(
      double min, double average, double median, double max, double standardDeviation) {

    private static Summary of(double[] errors) {
      double[] bits = Arrays.stream(errors).map(Summary::bits).sorted().toArray();
      int half = bits.length / 2;
      double median = bits.length % 2 == 1 ? bits[half] : (bits[half - 1] + bits[half]) / 2;
      double mean = mean(errors);
      double variance = mean(Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).toArray());
      return new Summary(
          bits[0], mean(bits), median, bits[bits.length - 1], StrictMath.sqrt(variance));
    }

    private static double bits(double error) {
      return error == 0 ? MAX_BITS : Math.min(MAX_BITS, -Scales.log2(Math.abs(error)));
    }

    private static double mean(double[] values) {
      return Arrays.stream(values).average().orElseThrow();
    }

    /// −log2 of the standard deviation.
    public double standardDeviationBits() {
      return bits(standardDeviation);
    }
  }

  /// Compares two vectors slot by slot.
  ///
  /// @throws OperandMismatchException if they are empty, or of different lengths
  public static PrecisionStatistics of(SlotVector expected, SlotVector found) {
    return of(List.of(expected), List.of(found));
  }

  /// Compares batches; the statistics are over the slots of all items.
  ///
  /// @throws OperandMismatchException if there are no slots, or the numbers differ
  public static PrecisionStatistics of(List<SlotVector> expected, List<SlotVector> found) {
    if (expected.size() != found.size()) {
      throw new OperandMismatchException(
          "%d vectors expected and %d found".formatted(expected.size(), found.size()));
    }
    int slots = expected.stream().mapToInt(SlotVector::length).sum();
    if (slots == 0) {
      throw new OperandMismatchException("the precision of no slots");
    }
    double[] re = new double[slots];
    double[] im = new double[slots];
    int offset = 0;
    for (int item = 0; item < expected.size(); item++) {
      SlotVector a = expected.get(item);
      SlotVector b = found.get(item);
      if (a.length() != b.length()) {
        throw new OperandMismatchException(
            "%d slots expected and %d found".formatted(a.length(), b.length()));
      }
      fill(re, offset, a.length(), i -> b.re(i) - a.re(i));
      fill(im, offset, a.length(), i -> b.im(i) - a.im(i));
      offset += a.length();
    }
    double[] norm = new double[slots];
    Arrays.setAll(norm, i -> StrictMath.hypot(re[i], im[i]));
    return new PrecisionStatistics(slots, Summary.of(re), Summary.of(im), Summary.of(norm));
  }

  private static void fill(double[] out, int offset, int count, IntToDoubleFunction error) {
    for (int i = 0; i < count; i++) {
      out[offset + i] = error.applyAsDouble(i);
    }
  }

  /// A table of bits.
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "precision of %,d slots in bits%n", slots));
    table.append("           min    avg    med    max  std dev of error%n".formatted());
    row(table, "real", re);
    row(table, "imag", im);
    row(table, "norm", norm);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, Summary s) {
    table.append(
        String.format(
            Locale.ROOT,
            "%-6s %7.2f%7.2f%7.2f%7.2f  2^%.2f%n",
            name,
            s.min(),
            s.average(),
            s.median(),
            s.max(),
            -s.standardDeviationBits()));
  }
}
