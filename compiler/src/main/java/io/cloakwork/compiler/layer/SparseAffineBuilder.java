package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.CompileException;
import java.util.Arrays;

/// Builds a [SparseAffine] row by row. Zero weights are dropped.
final class SparseAffineBuilder {

  /// Bounds the memory of one layer (12 bytes a weight).
  static final int MAX_NON_ZEROS = 1 << 27;

  private final int columns;
  private final int[] rowStart;
  private final double[] bias;
  private int[] column = new int[64];
  private double[] weight = new double[64];
  private int rows;
  private int entries;

  SparseAffineBuilder(int rows, int columns) {
    this.columns = columns;
    this.rowStart = new int[rows + 1];
    this.bias = new double[rows];
  }

  /// Adds a weight to the current row.
  void add(int toColumn, double value) {
    if (value == 0) {
      return;
    }
    if (entries == column.length) {
      if (entries == MAX_NON_ZEROS) {
        throw new CompileException(
            "a linear layer has more than %d weights between single values"
                .formatted(MAX_NON_ZEROS));
      }
      column = Arrays.copyOf(column, 2 * entries);
      weight = Arrays.copyOf(weight, 2 * entries);
    }
    column[entries] = toColumn;
    weight[entries++] = value;
  }

  void endRow(double shift) {
    bias[rows++] = shift;
    rowStart[rows] = entries;
  }

  void addRows(SparseAffine map) {
    for (int row = 0; row < map.rows(); row++) {
      for (int k = map.rowStart(row); k < map.rowStart(row + 1); k++) {
        add(map.column(k), map.weight(k));
      }
      endRow(map.bias(row));
    }
  }

  SparseAffine build() {
    if (rows != bias.length) {
      throw new IllegalStateException(rows + " of " + bias.length + " rows were built");
    }
    return new SparseAffine(
        columns, rowStart, Arrays.copyOf(column, entries), Arrays.copyOf(weight, entries), bias);
  }
}
