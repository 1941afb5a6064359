package io.cloakwork.spi.graph;

import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// A sparse matrix of exact signed integers, the weights of [RnsOp.LinearCombination]: compressed
/// sparse rows, columns ascending within a row, no zeros kept. Two matrices are equal if they are
/// equal as matrices. Immutable.
public final class ScalarMatrix {

  /// The most rows, and the most columns.
  public static final int MAX_DIMENSION = 1 << 20;

  /// The most entries that are not zero.
  public static final int MAX_ENTRIES = 1 << 26;

  /// Weights are in (−2^62, 2^62).
  public static final int MAX_WEIGHT_BITS = 62;

  private final int columns;
  // Row r has the entries [starts[r], starts[r + 1]).
  private final int[] starts;
  private final int[] columnOf;
  private final long[] weights;
  private final String digest;

  private ScalarMatrix(int columns, int[] starts, int[] columnOf, long[] weights) {
    this.columns = columns;
    this.starts = starts;
    this.columnOf = columnOf;
    this.weights = weights;
    this.digest = digest(columns, starts, columnOf, weights);
  }

  /// Starts a matrix of `columns` columns, row by row.
  ///
  /// @throws GraphException if the number is not in \[1, 2^20\]
  public static Builder builder(int columns) {
    return new Builder(columns);
  }

  /// The matrix of all these rows, which are equally long.
  ///
  /// @throws GraphException if there is no row, a row is longer or shorter, or a weight too large
  public static ScalarMatrix dense(long[][] rows) {
    if (rows.length == 0) {
      throw new GraphException("a matrix of 0 rows: at least one is needed");
    }
    Builder builder = builder(rows[0].length);
    for (long[] row : rows) {
      if (row.length != builder.columns) {
        throw new GraphException(
            "a row of %d weights in a matrix of %d columns".formatted(row.length, builder.columns));
      }
      for (int c = 0; c < row.length; c++) {
        builder.add(c, row[c]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  public int rows() {
    return starts.length - 1;
  }

  public int columns() {
    return columns;
  }

  /// The number of weights that are not zero.
  public int entries() {
    return weights.length;
  }

  /// The first entry of a row in \[0, rows()\]; a row ends where the next one starts.
  public int rowStart(int row) {
    return starts[row];
  }

  /// The column of an entry.
  public int column(int entry) {
    return columnOf[entry];
  }

  /// The weight of an entry, in (−2^62, 2^62), not zero.
  public long weight(int entry) {
    return weights[entry];
  }

  /// Collects the weights of a matrix, one row after the other; the columns of a row come in any
  /// order. One thread.
  public static final class Builder {

    private static final int FIRST_CAPACITY = 16;

    private final int columns;
    private int[] starts = new int[FIRST_CAPACITY];
    private int[] columnOf = new int[FIRST_CAPACITY];
    private long[] weights = new long[FIRST_CAPACITY];
    private int rows;
    private int entries;

    private Builder(int columns) {
      if (columns < 1 || columns > MAX_DIMENSION) {
        throw new GraphException(
            "a matrix of %d columns is not in [1, %d]".formatted(columns, MAX_DIMENSION));
      }
      this.columns = columns;
    }

    /// Sets a weight of the current row. Zero is as good as nothing.
    ///
    /// @throws GraphException if there is no such column, the weight is not in (−2^62, 2^62), or
    ///   there are too many
    public Builder add(int column, long weight) {
      if (column < 0 || column >= columns) {
        throw new GraphException(
            "row %d: column %d is not in the %d of the matrix".formatted(rows, column, columns));
      }
      if (Math.abs(weight) >= 1L << MAX_WEIGHT_BITS || weight == Long.MIN_VALUE) {
        throw new GraphException(
            "row %d, column %d: weight %d is not in (-2^62, 2^62)".formatted(rows, column, weight));
      }
      if (weight == 0) {
        return this;
      }
      if (entries == MAX_ENTRIES) {
        throw new GraphException("a matrix has at most %d entries".formatted(MAX_ENTRIES));
      }
      if (entries == weights.length) {
        columnOf = Arrays.copyOf(columnOf, 2 * entries);
        weights = Arrays.copyOf(weights, 2 * entries);
      }
      insert(column, weight);
      return this;
    }

    /// Keeps the current row's columns ascending; weights that come in order are just appended.
    private void insert(int column, long weight) {
      int at = entries++;
      for (; at > starts[rows] && columnOf[at - 1] > column; at--) {
        columnOf[at] = columnOf[at - 1];
        weights[at] = weights[at - 1];
      }
      if (at > starts[rows] && columnOf[at - 1] == column) {
        throw new GraphException("row %d: column %d is set twice".formatted(rows, column));
      }
      columnOf[at] = column;
      weights[at] = weight;
    }

    /// Ends the current row, which may be empty, and starts the next.
    ///
    /// @throws GraphException if there are 2^20 rows already
    public Builder endRow() {
      if (rows == MAX_DIMENSION) {
        throw new GraphException("a matrix has at most %d rows".formatted(MAX_DIMENSION));
      }
      if (rows + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
      }
      starts[++rows] = entries;
      return this;
    }

    /// The matrix of the rows that have been ended.
    ///
    /// @throws GraphException if there is none, or the last has weights but was not ended
    public ScalarMatrix build() {
      if (rows == 0 || entries != starts[rows]) {
        throw new GraphException(
            "a matrix of %d rows and %d weights after the last: end at least one row, and every one"
                .formatted(rows, entries - starts[rows]));
      }
      return new ScalarMatrix(
          columns,
          Arrays.copyOf(starts, rows + 1),
          Arrays.copyOf(columnOf, entries),
          Arrays.copyOf(weights, entries));
    }
  }

  private static String digest(int columns, int[] starts, int[] columnOf, long[] weights) {
    MessageDigest sha = Sha256.digest();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    sha.update(bytes.putInt(columns).putLong(starts.length).array());
    for (int start : starts) {
      sha.update(bytes.clear().putInt(start).putLong(0).array());
    }
    for (int e = 0; e < weights.length; e++) {
      sha.update(bytes.clear().putInt(columnOf[e]).putLong(weights[e]).array());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarMatrix that
        && columns == that.columns
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(columnOf, that.columnOf)
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /// Size and SHA-256 of the content: what a listing needs to tell two matrices apart.
  @Override
  public String toString() {
    return "ScalarMatrix[%d x %d, %d entries, sha256 %s]"
        .formatted(rows(), columns, entries(), digest);
  }
}
