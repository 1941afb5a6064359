package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.NttTables;
import java.util.Arrays;

/// Limbs below 2^50, on balanced doubles.
final class FastKernels extends LimbKernels {

  private final FastTables tables;
  private final FastOps scalar;
  private final FastOps vector;
  private final KernelReadiness readiness;

  /// @param vector the vector kernels, used one by one as `readiness` reports them
  FastKernels(
      NttTables ntt, EvalLayout layout, FastOps scalar, FastOps vector, KernelReadiness readiness) {
    super(ntt.modulus(), layout);
    this.tables = new FastTables(ntt, layout);
    this.scalar = scalar;
    this.vector = vector;
    this.readiness = readiness;
  }

  private FastOps ops(Kernel kernel) {
    return readiness.isReady(kernel, true) ? vector : scalar;
  }

  @Override
  public void forward(Rows in, int io, Rows out, int oo) {
    ops(Kernel.FORWARD).forward(tables, in.fast(), io, out.fast(), oo);
  }

  @Override
  public void inverse(Rows in, int io, Rows out, int oo) {
    ops(Kernel.INVERSE).inverse(tables, in.fast(), io, out.fast(), oo);
  }

  @Override
  public void add(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.ADD).add(tables, a.fast(), ao, b.fast(), bo, out.fast(), oo);
  }

  @Override
  public void sub(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.SUB).sub(tables, a.fast(), ao, b.fast(), bo, out.fast(), oo);
  }

  @Override
  public void neg(Rows a, int ao, Rows out, int oo) {
    ops(Kernel.NEG).neg(tables, a.fast(), ao, out.fast(), oo);
  }

  @Override
  public void mul(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.MUL).mul(tables, a.fast(), ao, b.fast(), bo, out.fast(), oo);
  }

  @Override
  public void mulAdd(Rows a, int ao, Rows b, int bo, Rows c, int co, Rows out, int oo) {
    ops(Kernel.MUL_ADD).mulAdd(tables, a.fast(), ao, b.fast(), bo, c.fast(), co, out.fast(), oo);
  }

  @Override
  public void mulScalar(Rows a, int ao, long factor, Rows out, int oo) {
    ops(Kernel.MUL_SCALAR)
        .mulScalar(tables, a.fast(), ao, modulus().centre(factor), out.fast(), oo);
  }

  @Override
  public void subMulScalar(Rows a, int ao, Rows b, int bo, long factor, Rows out, int oo) {
    ops(Kernel.SUB_MUL_SCALAR)
        .subMulScalar(tables, a.fast(), ao, b.fast(), bo, modulus().centre(factor), out.fast(), oo);
  }

  @Override
  public void fill(long value, Rows out, int oo) {
    Arrays.fill(out.fast(), oo, oo + degree(), modulus().centre(value));
  }

  @Override
  public void copy(Rows in, int io, Rows out, int oo) {
    System.arraycopy(in.fast(), io, out.fast(), oo, degree());
  }

  @Override
  public void permute(Rows in, int io, Permutation permutation, Rows out, int oo) {
    ops(Kernel.PERMUTE).permute(tables, in.fast(), io, permutation, out.fast(), oo);
  }

  @Override
  public void innerProduct(Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, Rows out, int oo) {
    ops(Kernel.INNER_PRODUCT).innerProduct(tables, a, ao, b, bo, terms, out.fast(), oo);
  }

  @Override
  public void innerProductPair(
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      Rows[] c,
      int[] co,
      int terms,
      Rows outB,
      int oob,
      Rows outC,
      int ooc) {
    ops(Kernel.INNER_PRODUCT)
        .innerProductPair(tables, a, ao, b, bo, c, co, terms, outB.fast(), oob, outC.fast(), ooc);
  }

  @Override
  public void tensorProduct(
      Rows a0,
      int ao0,
      Rows a1,
      int ao1,
      Rows b0,
      int bo0,
      Rows b1,
      int bo1,
      Rows low,
      int lowAt,
      Rows cross,
      int crossAt,
      Rows high,
      int highAt) {
    ops(Kernel.MUL)
        .tensorProduct(
            tables,
            a0.fast(),
            ao0,
            a1.fast(),
            ao1,
            b0.fast(),
            bo0,
            b1.fast(),
            bo1,
            low.fast(),
            lowAt,
            cross.fast(),
            crossAt,
            high.fast(),
            highAt);
  }

  @Override
  public void scaleToCanonical(Rows in, int io, long addend, long factor, Rows out, int oo) {
    ops(Kernel.SCALE_TO_CANONICAL)
        .scaleToCanonical(
            tables,
            in.fast(),
            io,
            modulus().centre(addend),
            modulus().centre(factor),
            out.fast(),
            oo);
  }

  @Override
  public void gather(
      Rows[] sources, int[] offsets, GatherWeights weights, int from, int to, Rows out, int oo) {
    ops(Kernel.GATHER).gather(tables, sources, offsets, weights, from, to, out.fast(), oo);
  }

  @Override
  int fromWords(long[] words, int count, Rows out, int oo) {
    return ops(Kernel.FROM_WORDS).fromWords(tables, words, count, out.fast(), oo);
  }

  @Override
  void toWords(Rows in, int io, long[] words, int count) {
    ops(Kernel.TO_WORDS).toWords(tables, in.fast(), io, words, count);
  }
}
