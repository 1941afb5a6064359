package io.cloakwork.backend.cpu.kernel;

/// The kernels of the fast lane on arrays. Every word of a result is within ±5q/8 unless stated
/// otherwise, and every implementation returns the same bits.
abstract class FastOps {

  /// The most terms of a sum of products that the accumulators hold exactly.
  static final int SUM_TERMS = 8;

  /// The most terms of two sums with the same first factors that are done in one pass: ten rows of
  /// key at a time are as many as memory can send side by side (bench/NOTES.md).
  static final int PAIR_TERMS = 5;

  /// The terms of the first of the sums of at most `most` terms: what is left over comes first, all
  /// later sums are full.
  static int firstSum(int terms, int most) {
    return (terms + most - 1) % most + 1;
  }

  abstract void forward(FastTables t, double[] in, int io, double[] out, int oo);

  abstract void inverse(FastTables t, double[] in, int io, double[] out, int oo);

  abstract void add(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo);

  abstract void sub(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo);

  abstract void neg(FastTables t, double[] a, int ao, double[] out, int oo);

  abstract void mul(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo);

  /// low = a0·b0, cross = a0·b1 + a1·b0, high = a1·b1.
  abstract void tensorProduct(
      FastTables t,
      double[] a0,
      int ao0,
      double[] a1,
      int ao1,
      double[] b0,
      int bo0,
      double[] b1,
      int bo1,
      double[] low,
      int lowAt,
      double[] cross,
      int crossAt,
      double[] high,
      int highAt);

  /// out = a·b + c.
  abstract void mulAdd(
      FastTables t,
      double[] a,
      int ao,
      double[] b,
      int bo,
      double[] c,
      int co,
      double[] out,
      int oo);

  abstract void mulScalar(FastTables t, double[] a, int ao, double scalar, double[] out, int oo);

  /// out = (a − b)·scalar.
  abstract void subMulScalar(
      FastTables t, double[] a, int ao, double[] b, int bo, double scalar, double[] out, int oo);

  /// out = (a + addend)·factor, in \[0, q).
  abstract void scaleToCanonical(
      FastTables t, double[] a, int ao, double addend, double factor, double[] out, int oo);

  abstract void permute(FastTables t, double[] in, int io, Permutation p, double[] out, int oo);

  /// out = Σ a_d·b_d, in sums of at most [#SUM_TERMS], the shortest first.
  abstract void innerProduct(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, double[] out, int oo);

  /// outB = Σ a_d·b_d, outC = Σ a_d·c_d, in sums of at most [#PAIR_TERMS], the shortest first.
  abstract void innerProductPair(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int terms,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  /// out\[from, to) = Σ y_i·c_i − shift over all sources.
  abstract void gather(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      double[] out,
      int oo);

  /// Converts `count` canonical words; returns the index of the first that is not below q, or −1.
  abstract int fromWords(FastTables t, long[] words, int count, double[] out, int oo);

  /// Converts `count` values to canonical words.
  abstract void toWords(FastTables t, double[] in, int io, long[] words, int count);
}
