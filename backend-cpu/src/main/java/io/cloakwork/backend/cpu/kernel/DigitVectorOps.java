package io.cloakwork.backend.cpu.kernel;

/// Vector code of linear combinations: which of the generated kernels, one subclass a vector width,
/// is run.
abstract class DigitVectorOps extends DigitOps {

  private final DigitOps scalar = new ScalarDigitOps();
  private final int lanes;
  private final int step;

  /// @param vectors how many vectors of every row a pass makes
  DigitVectorOps(int lanes, int vectors) {
    this.lanes = lanes;
    this.step = lanes * vectors;
  }

  @Override
  final void sums(
      int rows,
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums) {
    if (width % step != 0) { // a ring smaller than a block
      scalar.sums(rows, scratch, panel, width, at, first, last, weights, weight, sums);
      return;
    }
    switch (rows) {
      case 1 -> sums1(scratch, panel, width, at, first, last, weights, weight, sums);
      case 2 -> sums2(scratch, panel, width, at, first, last, weights, weight, sums);
      case 3 -> sums3(scratch, panel, width, at, first, last, weights, weight, sums);
      case 4 -> sums4(scratch, panel, width, at, first, last, weights, weight, sums);
      case 5 -> sums5(scratch, panel, width, at, first, last, weights, weight, sums);
      default -> sums6(scratch, panel, width, at, first, last, weights, weight, sums);
    }
  }

  abstract void sums1(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  abstract void sums2(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  abstract void sums3(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  abstract void sums4(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  abstract void sums5(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  abstract void sums6(
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums);

  @Override
  final void split(double[] in, int io, int count, double splitter, double[] scratch, int digits) {
    if (count % lanes == 0) {
      splitRow(in, io, count, splitter, scratch, digits);
    } else {
      scalar.split(in, io, count, splitter, scratch, digits);
    }
  }

  abstract void splitRow(
      double[] in, int io, int count, double splitter, double[] scratch, int digits);

  @Override
  final void joinFirst(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double offset,
      double[] out,
      int oo) {
    if (count % lanes != 0) {
      scalar.joinFirst(m, digits, scratch, sums, count, offset, out, oo);
    } else if (digits == 1) {
      joinFirst1(scratch, sums, count, offset, out, oo, m.q(), m.inverseQ());
    } else {
      joinFirst2(scratch, sums, count, offset, out, oo, m.q(), m.inverseQ());
    }
  }

  @Override
  final void joinNext(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double factor,
      double offset,
      double[] out,
      int oo) {
    if (count % lanes != 0) {
      scalar.joinNext(m, digits, scratch, sums, count, factor, offset, out, oo);
    } else if (digits == 1) {
      joinNext1(scratch, sums, count, factor, offset, out, oo, m.q(), m.inverseQ());
    } else {
      joinNext2(scratch, sums, count, factor, offset, out, oo, m.q(), m.inverseQ());
    }
  }

  @Override
  final void splitWords(long[] in, int io, int count, double[] scratch, int digits) {
    if (count % lanes == 0) {
      splitWordRow(in, io, count, scratch, digits);
    } else {
      scalar.splitWords(in, io, count, scratch, digits);
    }
  }

  abstract void splitWordRow(long[] in, int io, int count, double[] scratch, int digits);

  @Override
  final void joinWordsFirst(
      WideModulus m, double[] scratch, int sums, int count, long offset, long[] out, int oo) {
    if (count % lanes == 0) {
      joinFirst3(
          scratch, sums, count, offset, out, oo, m.q(), m.lift(), m.radix(), m.radixQuotient());
    } else {
      scalar.joinWordsFirst(m, scratch, sums, count, offset, out, oo);
    }
  }

  @Override
  final void joinWordsNext(
      WideModulus m,
      double[] scratch,
      int sums,
      int count,
      long factor,
      long quotient,
      long offset,
      long[] out,
      int oo) {
    if (count % lanes == 0) {
      joinNext3(
          scratch,
          sums,
          count,
          factor,
          quotient,
          offset,
          out,
          oo,
          m.q(),
          m.lift(),
          m.radix(),
          m.radixQuotient());
    } else {
      scalar.joinWordsNext(m, scratch, sums, count, factor, quotient, offset, out, oo);
    }
  }

  abstract void joinFirst3(
      double[] scratch,
      int sums,
      int count,
      long offset,
      long[] out,
      int oo,
      long modulus,
      long lift,
      long radix,
      long radixQuotient);

  abstract void joinNext3(
      double[] scratch,
      int sums,
      int count,
      long factor,
      long quotient,
      long offset,
      long[] out,
      int oo,
      long modulus,
      long lift,
      long radix,
      long radixQuotient);

  abstract void joinFirst1(
      double[] scratch,
      int sums,
      int count,
      double offset,
      double[] out,
      int oo,
      double modulus,
      double inverse);

  abstract void joinFirst2(
      double[] scratch,
      int sums,
      int count,
      double offset,
      double[] out,
      int oo,
      double modulus,
      double inverse);

  abstract void joinNext1(
      double[] scratch,
      int sums,
      int count,
      double factor,
      double offset,
      double[] out,
      int oo,
      double modulus,
      double inverse);

  abstract void joinNext2(
      double[] scratch,
      int sums,
      int count,
      double factor,
      double offset,
      double[] out,
      int oo,
      double modulus,
      double inverse);
}
