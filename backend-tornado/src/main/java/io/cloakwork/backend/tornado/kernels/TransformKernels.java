package io.cloakwork.backend.tornado.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// The negacyclic transforms of all rows, a stage a kernel: Longa and Naehrig's order (CANS 2016,
/// algorithms 1 and 2) with lazy butterflies on signed residues. An iteration is one butterfly and
/// has its two words for itself, so a stage may read and write the same rows.
///
/// `rows` is a table of [Rows], `moduli` one of [Moduli], `twiddles` one of [Twiddles]; `size` is
/// the number of butterflies, half the words.
public final class TransformKernels {

  private TransformKernels() {}

  /// A stage of the forward transform but the last: butterflies over words 2^logHalf apart. Words
  /// in [−2q, 2q] before and in (−2q, 2q) after.
  public static void forward(
      LongArray in,
      LongArray out,
      IntArray rows,
      LongArray twiddles,
      LongArray moduli,
      int logN,
      int logHalf,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> (logN - 1)) * Rows.COLUMNS;
      int butterfly = i & ((1 << (logN - 1)) - 1);
      int block = butterfly >> logHalf;
      int k = butterfly + (block << logHalf);
      int entry = rows.get(row + Rows.ENTRY);
      long q = moduli.get(entry * Moduli.COLUMNS + Moduli.PRIME);
      int twiddle = ((entry << logN) + (1 << (logN - 1 - logHalf)) + block) * Twiddles.COLUMNS;
      int from = (rows.get(row + Rows.A) << logN) + k;
      int to = (rows.get(row + Rows.OUT) << logN) + k;
      long x = Residues.fold(in.get(from), q);
      long y =
          Residues.multiplyLazy(
              in.get(from + (1 << logHalf)),
              twiddles.get(twiddle + Twiddles.FACTOR),
              twiddles.get(twiddle + Twiddles.SHOUP),
              q);
      out.set(to, x + y);
      out.set(to + (1 << logHalf), x - y);
    }
  }

  /// The last stage of the forward transform: neighbours, canonical words after.
  public static void forwardLast(
      LongArray in,
      LongArray out,
      IntArray rows,
      LongArray twiddles,
      LongArray moduli,
      int logN,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> (logN - 1)) * Rows.COLUMNS;
      int block = i & ((1 << (logN - 1)) - 1);
      int entry = rows.get(row + Rows.ENTRY);
      long q = moduli.get(entry * Moduli.COLUMNS + Moduli.PRIME);
      int twiddle = ((entry << logN) + (1 << (logN - 1)) + block) * Twiddles.COLUMNS;
      int from = (rows.get(row + Rows.A) << logN) + 2 * block;
      int to = (rows.get(row + Rows.OUT) << logN) + 2 * block;
      long x = Residues.fold(in.get(from), q);
      long y =
          Residues.multiplyLazy(
              in.get(from + 1),
              twiddles.get(twiddle + Twiddles.FACTOR),
              twiddles.get(twiddle + Twiddles.SHOUP),
              q);
      out.set(to, Residues.canonical(x + y, q));
      out.set(to + 1, Residues.canonical(x - y, q));
    }
  }

  /// A stage of the inverse transform but the last. Words in [−q, q] before and after.
  public static void inverse(
      LongArray in,
      LongArray out,
      IntArray rows,
      LongArray twiddles,
      LongArray moduli,
      int logN,
      int logHalf,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> (logN - 1)) * Rows.COLUMNS;
      int butterfly = i & ((1 << (logN - 1)) - 1);
      int block = butterfly >> logHalf;
      int k = butterfly + (block << logHalf);
      int entry = rows.get(row + Rows.ENTRY);
      long q = moduli.get(entry * Moduli.COLUMNS + Moduli.PRIME);
      int twiddle = ((entry << logN) + (1 << (logN - 1 - logHalf)) + block) * Twiddles.COLUMNS;
      int from = (rows.get(row + Rows.A) << logN) + k;
      int to = (rows.get(row + Rows.OUT) << logN) + k;
      long x = in.get(from);
      long y = in.get(from + (1 << logHalf));
      long difference =
          Residues.multiplyLazy(
              x - y,
              twiddles.get(twiddle + Twiddles.FACTOR),
              twiddles.get(twiddle + Twiddles.SHOUP),
              q);
      out.set(to, Residues.fold(x + y, q));
      out.set(to + (1 << logHalf), difference);
    }
  }

  /// The last stage of the inverse transform, which divides by N on the way: words N/2 apart, in
  /// [−q, q] before and canonical after. For every row `ends` ([Factors]) has two entries, N⁻¹ and
  /// N⁻¹ times the twiddle.
  public static void inverseLast(
      LongArray in, LongArray out, IntArray rows, LongArray ends, int logN, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int row = (i >> (logN - 1)) * Rows.COLUMNS;
      int k = i & ((1 << (logN - 1)) - 1);
      int entry = rows.get(row + Rows.ENTRY) * 2 * Factors.COLUMNS;
      long q = ends.get(entry + Factors.PRIME);
      int from = (rows.get(row + Rows.A) << logN) + k;
      int to = (rows.get(row + Rows.OUT) << logN) + k;
      long x = in.get(from);
      long y = in.get(from + (1 << (logN - 1)));
      long sum =
          Residues.multiplyLazy(
              x + y, ends.get(entry + Factors.FACTOR), ends.get(entry + Factors.SHOUP), q);
      long difference =
          Residues.multiplyLazy(
              x - y,
              ends.get(entry + Factors.COLUMNS + Factors.FACTOR),
              ends.get(entry + Factors.COLUMNS + Factors.SHOUP),
              q);
      out.set(to, Residues.addIfNegative(sum, q));
      out.set(to + (1 << (logN - 1)), Residues.addIfNegative(difference, q));
    }
  }
}
