package io.cloakwork.backend.tornado.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// Operations word by word. All words are canonical residues, before and after.
///
/// `rows` is a table of [Rows], `moduli` one of [Moduli], `logN` log2 of the words of a row and
/// `size` the words that are written.
public final class ElementKernels {

  private ElementKernels() {}

  /// out = a + b.
  public static void add(
      LongArray a,
      LongArray b,
      LongArray out,
      IntArray rows,
      LongArray moduli,
      int logN,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      long q = moduli.get(rows.get(row + Rows.ENTRY) * Moduli.COLUMNS + Moduli.PRIME);
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      long y = b.get((rows.get(row + Rows.B) << logN) + k);
      out.set((rows.get(row + Rows.OUT) << logN) + k, Residues.add(x, y, q));
    }
  }

  /// out = a − b.
  public static void subtract(
      LongArray a,
      LongArray b,
      LongArray out,
      IntArray rows,
      LongArray moduli,
      int logN,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      long q = moduli.get(rows.get(row + Rows.ENTRY) * Moduli.COLUMNS + Moduli.PRIME);
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      long y = b.get((rows.get(row + Rows.B) << logN) + k);
      out.set((rows.get(row + Rows.OUT) << logN) + k, Residues.subtract(x, y, q));
    }
  }

  /// out = −a.
  public static void negate(
      LongArray a, LongArray out, IntArray rows, LongArray moduli, int logN, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      long q = moduli.get(rows.get(row + Rows.ENTRY) * Moduli.COLUMNS + Moduli.PRIME);
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      out.set((rows.get(row + Rows.OUT) << logN) + k, Residues.subtract(0, x, q));
    }
  }

  /// out = a ⊙ b.
  public static void multiply(
      LongArray a,
      LongArray b,
      LongArray out,
      IntArray rows,
      LongArray moduli,
      int logN,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      int entry = rows.get(row + Rows.ENTRY) * Moduli.COLUMNS;
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      long y = b.get((rows.get(row + Rows.B) << logN) + k);
      long product =
          Residues.multiplyAdd(
              x,
              y,
              0,
              moduli.get(entry + Moduli.PRIME),
              moduli.get(entry + Moduli.BARRETT),
              (int) moduli.get(entry + Moduli.BITS));
      out.set((rows.get(row + Rows.OUT) << logN) + k, product);
    }
  }

  /// out = a ⊙ b + c.
  public static void multiplyAdd(
      LongArray a,
      LongArray b,
      LongArray c,
      LongArray out,
      IntArray rows,
      LongArray moduli,
      int logN,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      int entry = rows.get(row + Rows.ENTRY) * Moduli.COLUMNS;
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      long y = b.get((rows.get(row + Rows.B) << logN) + k);
      long z = c.get((rows.get(row + Rows.C) << logN) + k);
      long sum =
          Residues.multiplyAdd(
              x,
              y,
              z,
              moduli.get(entry + Moduli.PRIME),
              moduli.get(entry + Moduli.BARRETT),
              (int) moduli.get(entry + Moduli.BITS));
      out.set((rows.get(row + Rows.OUT) << logN) + k, sum);
    }
  }

  /// out = scalar · a; an entry of `factors` ([Factors]) is the scalar of a limb.
  public static void multiplyScalar(
      LongArray a, LongArray out, IntArray rows, LongArray factors, int logN, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      int entry = rows.get(row + Rows.ENTRY) * Factors.COLUMNS;
      long q = factors.get(entry + Factors.PRIME);
      long x = a.get((rows.get(row + Rows.A) << logN) + k);
      long product =
          Residues.multiplyLazy(
              x, factors.get(entry + Factors.FACTOR), factors.get(entry + Factors.SHOUP), q);
      out.set((rows.get(row + Rows.OUT) << logN) + k, Residues.addIfNegative(product, q));
    }
  }

  /// out = a.
  public static void copy(LongArray a, LongArray out, IntArray rows, int logN, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      out.set((rows.get(row + Rows.OUT) << logN) + k, a.get((rows.get(row + Rows.A) << logN) + k));
    }
  }

  /// out = the word that `values` has for the limb.
  public static void fill(LongArray out, IntArray rows, LongArray values, int logN, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> logN) * Rows.COLUMNS;
      int k = i & ((1 << logN) - 1);
      out.set((rows.get(row + Rows.OUT) << logN) + k, values.get(rows.get(row + Rows.ENTRY)));
    }
  }
}
