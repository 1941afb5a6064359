package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The order of work of a linear combination at one prime: rows in groups that share (nearly) all
/// their columns, so that a digit is loaded once for up to six rows, and the terms of a group in
/// segments, each as long as its sums are exact.
///
/// Weights of up to 26 bits, at primes of few bits and at wide ones 30, are taken as they are.
/// Larger ones are reduced, balanced, and split into digits; Horner's rule over the digits, the
/// highest first, makes one product of them. Immutable.
final class CombinationPlan {

  /// How much longer a group may get by zeros for columns that only some of its rows have.
  private static final double PADDING = 1.25;

  /// A pass over some terms of a group.
  ///
  /// @param first the first term; terms index [#columns]
  /// @param last behind the last term
  /// @param weight the first weight, `rows` for every term
  /// @param factor what the sums so far are multiplied by before the new ones are added, in \[0,
  ///   q); 0 for the first segment, which has nothing before it
  /// @param isLast whether this segment completes the rows
  record Segment(int first, int last, int weight, long factor, boolean isLast) {

    Segment asLast() {
      return new Segment(first, last, weight, factor, true);
    }
  }

  /// Rows that are made together: the `rows` of [#rowOrder] from `firstRow` on.
  @SuppressWarnings("ArrayRecordComponent") // read by the hot loop, never compared
  record Group(int firstRow, int rows, Segment[] segments) {}

  private final int[] rowOrder;
  private final Group[] groups;
  private final int[] columns;
  private final double[] weights;

  private CombinationPlan(int[] rowOrder, Group[] groups, int[] columns, double[] weights) {
    this.rowOrder = rowOrder;
    this.groups = groups;
    this.columns = columns;
    this.weights = weights;
  }

  /// Which of the wanted rows is made as the k-th.
  int row(int k) {
    return rowOrder[k];
  }

  Group[] groups() {
    return groups;
  }

  /// By term, the position of its column among those that the matrix uses.
  int[] columns() {
    return columns;
  }

  double[] weights() {
    return weights;
  }

  /// Plans the rows `wanted` of `matrix`, none of them empty, for the digits and weights of
  /// `kernels`.
  static CombinationPlan of(ScalarMatrix matrix, int[] wanted, CombinationKernels kernels) {
    Builder builder = new Builder(matrix, wanted, kernels);
    return builder.build();
  }

  /// The columns of `matrix` with any weight, ascending.
  static int[] usedColumns(ScalarMatrix matrix) {
    java.util.BitSet used = new java.util.BitSet(matrix.columns());
    for (int e = 0; e < matrix.entries(); e++) {
      used.set(matrix.column(e));
    }
    return used.stream().toArray();
  }

  private static final class Builder {

    private final ScalarMatrix matrix;
    private final int[] wanted;
    private final Modulus modulus;
    private final double largestWeightSum;
    private final long largestWeight;
    private final int weightDigitBits;
    private final int[] used;
    private final List<Group> groups = new ArrayList<>();
    private int[] columns = new int[64];
    private int terms;
    private double[] weights = new double[64];
    private int weightCount;

    Builder(ScalarMatrix matrix, int[] wanted, CombinationKernels kernels) {
      this.matrix = matrix;
      this.wanted = wanted;
      this.modulus = kernels.modulus();
      this.largestWeightSum = Math.floor(CombinationKernels.LARGEST_SUM / kernels.largestDigit());
      this.largestWeight = kernels.largestWeight();
      this.weightDigitBits = kernels.weightDigitBits();
      this.used = usedColumns(matrix);
    }

    CombinationPlan build() {
      // Rows with the same columns, as the channels of a convolution have, become neighbours.
      Integer[] order = new Integer[wanted.length];
      Arrays.setAll(order, i -> i);
      int[][] columnsOf = new int[wanted.length][];
      Arrays.setAll(columnsOf, i -> columnsOf(wanted[i]));
      Arrays.sort(order, (a, b) -> Arrays.compare(columnsOf[a], columnsOf[b]));
      int first = 0;
      while (first < order.length) {
        int[] union = columnsOf[order[first]];
        int entries = union.length;
        int next = first + 1;
        for (; next < order.length && next - first < DigitOps.MAX_ROWS; next++) {
          int[] more = columnsOf[order[next]];
          int[] wider = union(union, more);
          if (wider.length * (next - first + 1) > PADDING * (entries + more.length)) {
            break;
          }
          union = wider;
          entries += more.length;
        }
        int[] rows = new int[next - first];
        for (int r = 0; r < rows.length; r++) {
          rows[r] = wanted[order[first + r]];
        }
        groups.add(group(first, rows, union));
        first = next;
      }
      int[] rowOrder = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
      return new CombinationPlan(
          rowOrder,
          groups.toArray(Group[]::new),
          Arrays.copyOf(columns, terms),
          Arrays.copyOf(weights, weightCount));
    }

    private int[] columnsOf(int row) {
      int[] of = new int[matrix.rowStart(row + 1) - matrix.rowStart(row)];
      Arrays.setAll(of, i -> matrix.column(matrix.rowStart(row) + i));
      return of;
    }

    private static int[] union(int[] a, int[] b) {
      int[] both = new int[a.length + b.length];
      int count = 0;
      int i = 0;
      int j = 0;
      while (i < a.length || j < b.length) {
        int next = j == b.length || i < a.length && a[i] <= b[j] ? a[i] : b[j];
        i += i < a.length && a[i] == next ? 1 : 0;
        j += j < b.length && b[j] == next ? 1 : 0;
        both[count++] = next;
      }
      return Arrays.copyOf(both, count);
    }

    private Group group(int firstRow, int[] rows, int[] union) {
      int firstTerm = terms;
      columns = grown(columns, terms + union.length);
      for (int column : union) {
        columns[terms++] = Arrays.binarySearch(used, column);
      }
      long[][] dense = new long[rows.length][union.length];
      long largest = 0;
      for (int r = 0; r < rows.length; r++) {
        for (int e = matrix.rowStart(rows[r]); e < matrix.rowStart(rows[r] + 1); e++) {
          dense[r][Arrays.binarySearch(union, matrix.column(e))] = matrix.weight(e);
          largest = Math.max(largest, Math.abs(matrix.weight(e)));
        }
      }
      List<Segment> segments = new ArrayList<>();
      if (largest <= largestWeight) {
        addSegments(segments, dense, firstTerm, 0);
      } else {
        List<long[][]> digits = weightDigits(dense);
        for (long[][] digit : digits.reversed()) {
          long radix = modulus.reduce(1L << weightDigitBits);
          addSegments(segments, digit, firstTerm, segments.isEmpty() ? 0 : radix);
        }
      }
      segments.add(segments.removeLast().asLast());
      return new Group(firstRow, rows.length, segments.toArray(Segment[]::new));
    }

    /// The weights modulo the prime in balanced digits, the lowest first.
    private List<long[][]> weightDigits(long[][] dense) {
      long[][] rest = new long[dense.length][];
      for (int r = 0; r < dense.length; r++) {
        rest[r] = Arrays.stream(dense[r]).map(w -> modulus.centre(modulus.reduce(w))).toArray();
      }
      List<long[][]> digits = new ArrayList<>();
      while (Arrays.stream(rest).flatMapToLong(Arrays::stream).anyMatch(this::isLarge)) {
        long[][] digit = new long[rest.length][];
        for (int r = 0; r < rest.length; r++) {
          digit[r] = Arrays.stream(rest[r]).map(this::lowDigit).toArray();
          rest[r] = Arrays.stream(rest[r]).map(w -> (w - lowDigit(w)) >> weightDigitBits).toArray();
        }
        digits.add(digit);
      }
      digits.add(rest);
      return digits;
    }

    private boolean isLarge(long weight) {
      return Math.abs(weight) > largestWeight;
    }

    /// Of d bits, in \[−2^(d−1), 2^(d−1)).
    private long lowDigit(long weight) {
      int unused = Long.SIZE - weightDigitBits;
      return weight << unused >> unused;
    }

    /// Cuts the terms before the one whose sum might not be exact any more.
    private void addSegments(List<Segment> segments, long[][] dense, int firstTerm, long factor) {
      int rows = dense.length;
      int count = dense[0].length;
      int firstWeight = weightCount;
      weights = grown(weights, weightCount + rows * count);
      double[] sums = new double[rows];
      int start = 0;
      for (int k = 0; k < count; k++) {
        if (overflows(sums, dense, k)) {
          segments.add(segment(firstTerm, start, k, firstWeight, rows, start == 0 ? factor : 1));
          Arrays.fill(sums, 0);
          start = k;
        }
        for (int r = 0; r < rows; r++) {
          sums[r] += Math.abs(dense[r][k]);
          weights[weightCount++] = dense[r][k];
        }
      }
      segments.add(segment(firstTerm, start, count, firstWeight, rows, start == 0 ? factor : 1));
    }

    private static Segment segment(
        int firstTerm, int from, int to, int firstWeight, int rows, long factor) {
      return new Segment(
          firstTerm + from, firstTerm + to, firstWeight + from * rows, factor, false);
    }

    private boolean overflows(double[] sums, long[][] dense, int k) {
      for (int r = 0; r < sums.length; r++) {
        if (sums[r] + Math.abs(dense[r][k]) > largestWeightSum) {
          return true;
        }
      }
      return false;
    }

    private static int[] grown(int[] array, int length) {
      return length <= array.length
          ? array
          : Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }

    private static double[] grown(double[] array, int length) {
      return length <= array.length
          ? array
          : Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }
  }
}
