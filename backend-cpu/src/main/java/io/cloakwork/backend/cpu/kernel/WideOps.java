package io.cloakwork.backend.cpu.kernel;

/// The kernels of the wide lane on arrays: canonical words in, canonical words out.
abstract class WideOps {

  /// The terms of a sum of products between reductions: four products are below 2^124.
  static final int SUM_TERMS = 4;

  /// The terms of the first sum: what is left over comes first, all later sums are full.
  static int firstSum(int terms) {
    return (terms + SUM_TERMS - 1) % SUM_TERMS + 1;
  }

  abstract void forward(WideTables t, long[] in, int io, long[] out, int oo);

  abstract void inverse(WideTables t, long[] in, int io, long[] out, int oo);

  abstract void add(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo);

  abstract void sub(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo);

  abstract void neg(WideTables t, long[] a, int ao, long[] out, int oo);

  abstract void mul(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo);

  /// out = a·b + c.
  abstract void mulAdd(
      WideTables t, long[] a, int ao, long[] b, int bo, long[] c, int co, long[] out, int oo);

  abstract void mulScalar(WideTables t, long[] a, int ao, long scalar, long[] out, int oo);

  /// out = (a − b)·scalar.
  abstract void subMulScalar(
      WideTables t, long[] a, int ao, long[] b, int bo, long scalar, long[] out, int oo);

  /// out = (a + addend)·factor.
  abstract void scaleToCanonical(
      WideTables t, long[] a, int ao, long addend, long factor, long[] out, int oo);

  abstract void permute(WideTables t, long[] in, int io, Permutation p, long[] out, int oo);

  /// out = Σ a_d·b_d, in sums of at most [#SUM_TERMS], the shortest first.
  abstract void innerProduct(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, long[] out, int oo);

  /// out\[from, to) = Σ y_i·c_i − shift over all sources.
  abstract void gather(
      WideTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      long[] out,
      int oo);

  /// Converts `count` canonical words; returns the index of the first that is not below q, or −1.
  abstract int fromWords(WideTables t, long[] words, int count, long[] out, int oo);

  /// Converts `count` values to canonical words.
  abstract void toWords(WideTables t, long[] in, int io, long[] words, int count);
}
