package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A linear map on slot vectors, by its generalised diagonals: result_i = Σ_k d_k\[i\] · x\[i +
/// k\], indices modulo the slots. Diagonals that are not there are zero. Immutable.
public final class LinearTransform {

  private final int slots;
  private final SortedMap<Integer, SlotVector> diagonals;

  private LinearTransform(int slots, SortedMap<Integer, SlotVector> diagonals) {
    this.slots = slots;
    this.diagonals = Collections.unmodifiableSortedMap(diagonals);
  }

  /// A map by its diagonals.
  ///
  /// @param diagonals vectors of length `slots` by offset; offsets are taken modulo `slots`
  /// @throws OperandMismatchException if there are none, two are the same modulo `slots`, or one is
  ///   of another length
  public static LinearTransform ofDiagonals(int slots, Map<Integer, SlotVector> diagonals) {
    SortedMap<Integer, SlotVector> byOffset = new TreeMap<>();
    diagonals.forEach((offset, diagonal) -> {
      if (diagonal.length() != slots) {
        throw new OperandMismatchException(
            "diagonal %d has %d values for %d slots".formatted(offset, diagonal.length(), slots));
      }
      if (byOffset.put(BsgsPlan.centre(offset, slots), diagonal) != null) {
        throw new OperandMismatchException(
            "two diagonals are %d modulo %d slots".formatted(offset, slots));
      }
    });
    if (byOffset.isEmpty()) {
      throw new OperandMismatchException("a linear map needs at least one diagonal");
    }
    return new LinearTransform(slots, byOffset);
  }

  /// A square real matrix of n rows, n a divisor of `slots`, acting on vectors that repeat every n
  /// slots; the result repeats likewise. Diagonals of zeros are left out.
  ///
  /// @throws OperandMismatchException if n does not divide `slots`, a row is not of length n, or
  ///   the matrix is zero
  public static LinearTransform ofMatrix(int slots, double[][] matrix) {
    int n = matrix.length;
    if (n == 0 || slots % n != 0) {
      throw new OperandMismatchException(
          "a matrix of %d rows does not divide %d slots".formatted(n, slots));
    }
    for (int row = 0; row < n; row++) {
      if (matrix[row].length != n) {
        throw new OperandMismatchException(
            "row %d of a matrix of %d rows has %d entries".formatted(row, n, matrix[row].length));
      }
    }
    Map<Integer, SlotVector> diagonals = new TreeMap<>();
    for (int k = 0; k < n; k++) {
      double[] values = new double[slots];
      for (int i = 0; i < slots; i++) {
        values[i] = matrix[i % n][(i + k) % n];
      }
      SlotVector diagonal = SlotVector.real(values);
      if (!diagonal.isZero()) {
        diagonals.put(k, diagonal);
      }
    }
    return ofDiagonals(slots, diagonals);
  }

  public int slots() {
    return slots;
  }

  /// The diagonals that are there, in [−slots/2, slots/2), ascending.
  public SortedSet<Integer> offsets() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(diagonals.keySet()));
  }

  /// The plan of least cost for these diagonals.
  public BsgsPlan plan(StepCost cost) {
    return BsgsPlan.of(slots, diagonals.keySet(), cost);
  }

  /// The diagonal of `offset`.
  ///
  /// @throws OperandMismatchException if there is no such diagonal
  public SlotVector diagonal(int offset) {
    SlotVector diagonal = diagonals.get(offset);
    if (diagonal == null) {
      throw new OperandMismatchException(
          "there is no diagonal %d; there are %s".formatted(offset, diagonals.keySet()));
    }
    return diagonal;
  }

  /// The diagonal of `offset` as [io.cloakwork.ckks.record.CkksRecorder#linearTransform] takes it:
  /// rotated right by the giant step that it belongs to.
  ///
  /// @throws OperandMismatchException if there is no such diagonal
  public SlotVector diagonalFor(BsgsPlan plan, int offset) {
    return diagonal(offset).rotatedLeft(-plan.giantOf(offset));
  }

  /// The map on clear values.
  ///
  /// @throws OperandMismatchException if the vector is not as long as there are slots
  public SlotVector apply(SlotVector x) {
    if (x.length() != slots) {
      throw new OperandMismatchException(
          "a vector of %d values for %d slots".formatted(x.length(), slots));
    }
    double[] re = new double[slots];
    double[] im = new double[slots];
    diagonals.forEach((offset, diagonal) -> {
      for (int i = 0; i < slots; i++) {
        int source = Math.floorMod(i + offset, slots);
        re[i] += diagonal.re(i) * x.re(source) - diagonal.im(i) * x.im(source);
        im[i] += diagonal.re(i) * x.im(source) + diagonal.im(i) * x.re(source);
      }
    });
    return SlotVector.complex(re, im);
  }
}
