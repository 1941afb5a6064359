package io.cloakwork.compiler.layer;

import java.util.Arrays;

/// x ↦ W·x + b with a sparse W, rows compressed. Immutable.
public final class SparseAffine {

  private final int columns;
  private final int[] rowStart;
  private final int[] column;
  private final double[] weight;
  private final double[] bias;

  SparseAffine(int columns, int[] rowStart, int[] column, double[] weight, double[] bias) {
    this.columns = columns;
    this.rowStart = rowStart;
    this.column = column;
    this.weight = weight;
    this.bias = bias;
  }

  public static SparseAffine identity(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return diagonal(ones, new double[size]);
  }

  /// x_i ↦ scale_i·x_i + shift_i.
  static SparseAffine diagonal(double[] scale, double[] shift) {
    SparseAffineBuilder builder = new SparseAffineBuilder(scale.length, scale.length);
    for (int i = 0; i < scale.length; i++) {
      builder.add(i, scale[i]);
      builder.endRow(shift[i]);
    }
    return builder.build();
  }

  public int rows() {
    return bias.length;
  }

  public int columns() {
    return columns;
  }

  /// Nonzero weights.
  public int nonZeros() {
    return rowStart[rows()];
  }

  public double bias(int row) {
    return bias[row];
  }

  /// Receives one nonzero weight.
  @FunctionalInterface
  public interface EntryAction {
    void accept(int row, int column, double weight);
  }

  /// Visits the nonzero weights row by row.
  public void forEach(EntryAction action) {
    for (int row = 0; row < rows(); row++) {
      for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
        action.accept(row, column[k], weight[k]);
      }
    }
  }

  public double[] apply(double[] x) {
    double[] y = bias.clone();
    for (int row = 0; row < y.length; row++) {
      for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
        y[row] += weight[k] * x[column[k]];
      }
    }
    return y;
  }

  /// The map x ↦ this(inner(x)).
  public SparseAffine compose(SparseAffine inner) {
    if (inner.rows() != columns) {
      throw new IllegalArgumentException(
          "a map of %d columns after one of %d rows".formatted(columns, inner.rows()));
    }
    double[] sums = new double[inner.columns];
    int[] touched = new int[inner.columns];
    boolean[] seen = new boolean[inner.columns];
    SparseAffineBuilder builder = new SparseAffineBuilder(rows(), inner.columns);
    for (int row = 0; row < rows(); row++) {
      int count = 0;
      double shift = bias[row];
      for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
        int middle = column[k];
        shift += weight[k] * inner.bias[middle];
        for (int j = inner.rowStart[middle]; j < inner.rowStart[middle + 1]; j++) {
          int c = inner.column[j];
          if (!seen[c]) {
            seen[c] = true;
            touched[count++] = c;
          }
          sums[c] += weight[k] * inner.weight[j];
        }
      }
      Arrays.sort(touched, 0, count);
      for (int t = 0; t < count; t++) {
        int c = touched[t];
        builder.add(c, sums[c]);
        sums[c] = 0;
        seen[c] = false;
      }
      builder.endRow(shift);
    }
    return builder.build();
  }

  /// x ↦ W·x.
  SparseAffine withoutBias() {
    return new SparseAffine(columns, rowStart, column, weight, new double[bias.length]);
  }

  /// x ↦ this(x) + other(x).
  SparseAffine plus(SparseAffine other) {
    SparseAffine stacked = identityPair(rows());
    return stacked.compose(stack(this, other));
  }

  private static SparseAffine identityPair(int size) {
    SparseAffineBuilder builder = new SparseAffineBuilder(size, 2 * size);
    for (int i = 0; i < size; i++) {
      builder.add(i, 1);
      builder.add(size + i, 1);
      builder.endRow(0);
    }
    return builder.build();
  }

  private static SparseAffine stack(SparseAffine top, SparseAffine bottom) {
    SparseAffineBuilder builder = new SparseAffineBuilder(top.rows() + bottom.rows(), top.columns);
    builder.addRows(top);
    builder.addRows(bottom);
    return builder.build();
  }

  /// Row i multiplied by scale_i, then shift_i added.
  SparseAffine thenScale(double[] scale, double[] shift) {
    return diagonal(scale, shift).compose(this);
  }

  int rowStart(int row) {
    return rowStart[row];
  }

  int column(int entry) {
    return column[entry];
  }

  double weight(int entry) {
    return weight[entry];
  }

  @Override
  public String toString() {
    return "%d x %d, %d nonzero".formatted(rows(), columns, nonZeros());
  }
}
