package io.cloakwork.backend.cpu.kernel;

/// The kernels of the wide lane that are generated, once for each vector width. Passes take the
/// blocks [first, last) of 2^stages vectors at distance `stride` through that many stages, the
/// first of which has `blocks` blocks in all; `in` may be `out`.
abstract class WideVectorKernels extends WideOps {

  abstract void forward2(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverse2(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverse2Last(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus,
      long scale,
      long scaleQuotient,
      long scaledTwiddle,
      long scaledTwiddleQuotient);

  abstract void forward4(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverse4(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverse4Last(
      long[] in,
      int io,
      long[] out,
      int oo,
      int blocks,
      int first,
      int last,
      int stride,
      long[] w,
      long[] wQuotient,
      long modulus,
      long scale,
      long scaleQuotient,
      long scaledTwiddle,
      long scaledTwiddleQuotient);

  abstract void forwardAdjacent(
      long[] in,
      int io,
      long[] out,
      int oo,
      int first,
      int last,
      int blocks,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverseAdjacent(
      long[] in,
      int io,
      long[] out,
      int oo,
      int first,
      int last,
      int blocks,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void transpose(long[] in, int io, long[] out, int oo, int first, int last, long modulus);

  abstract void forwardLanes(
      long[] in,
      int io,
      long[] out,
      int oo,
      int first,
      int last,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void inverseLanes(
      long[] in,
      int io,
      long[] out,
      int oo,
      int first,
      int last,
      long[] w,
      long[] wQuotient,
      long modulus);

  abstract void innerProduct1(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, long[] out, int oo);

  abstract void innerProduct2(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, long[] out, int oo);

  abstract void innerProduct3(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, long[] out, int oo);

  abstract void innerProduct4(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, long[] out, int oo);

  abstract void addInnerProduct4(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int first, long[] out, int oo);

  abstract void addDigits(
      WideTables t,
      long[] digits,
      int offset,
      long word,
      long quotient,
      int count,
      long[] out,
      int oo);

  abstract void addFastDigits(
      WideTables t,
      double[] digits,
      int offset,
      long word,
      long quotient,
      int count,
      long[] out,
      int oo);
}
