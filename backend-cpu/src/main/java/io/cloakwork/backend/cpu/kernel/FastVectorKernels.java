package io.cloakwork.backend.cpu.kernel;

/// The kernels of the fast lane that are generated, once for each vector width. Passes take the
/// blocks [first, last) of 2^stages vectors at distance `stride` through that many stages, the
/// first of which has `blocks` blocks in all; `in` may be `out`.
abstract class FastVectorKernels extends FastOps {

  abstract void forward2(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void forward2Reduced(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse2(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse2Last(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse,
      double scale,
      double scaleQuotient,
      double scaledTwiddle,
      double scaledTwiddleQuotient);

  abstract void forward4(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void forward4Reduced(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse4(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse4Last(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse,
      double scale,
      double scaleQuotient,
      double scaledTwiddle,
      double scaledTwiddleQuotient);

  abstract void forward8(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void forward8Reduced(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse8(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverse8Last(
      double[] in,
      int io,
      double[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse,
      double scale,
      double scaleQuotient,
      double scaledTwiddle,
      double scaledTwiddleQuotient);

  abstract void forwardAdjacent(
      double[] in,
      int io,
      double[] out,
      int oo,
      int first,
      int last,
      int blocks,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void forwardAdjacentReduced(
      double[] in,
      int io,
      double[] out,
      int oo,
      int first,
      int last,
      int blocks,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void inverseAdjacent(
      double[] in,
      int io,
      double[] out,
      int oo,
      int first,
      int last,
      int blocks,
      double[] w,
      double[] wOverQ,
      double modulus,
      double inverse);

  abstract void forwardLanes(
      double[] in,
      int io,
      double[] out,
      int oo,
      int first,
      int last,
      double[] w,
      double modulus,
      double inverse);

  abstract void inverseLanes(
      double[] in,
      int io,
      double[] out,
      int oo,
      int first,
      int last,
      double[] w,
      double modulus,
      double inverse);

  abstract void innerProduct1(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  /// out = y − shift.
  abstract void reduceDigits(
      FastTables t, double[] y, int yo, double shift, int count, double[] out, int oo);

  abstract void digits1(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct2(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits2(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct3(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits3(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct4(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits4(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct5(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits5(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct6(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits6(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct7(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits7(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void innerProduct8(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void digits8(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void addInnerProduct8(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, double[] out, int oo);

  abstract void innerProductPair1(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void innerProductPair2(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void innerProductPair3(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void innerProductPair4(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void innerProductPair5(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void addInnerProductPair5(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int first,
      double[] outB,
      int oob,
      double[] outC,
      int ooc);

  abstract void addDigits8(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int from,
      int count,
      double[] out,
      int oo);

  abstract void addWideDigits(
      FastTables t,
      long[] digits,
      int offset,
      double factor,
      double highFactor,
      int count,
      double[] out,
      int oo);

  abstract boolean wordsToRow(FastTables t, long[] words, int count, double[] out, int oo);
}
