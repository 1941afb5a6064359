package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.NttTables;
import java.util.Arrays;

/// Limbs below 2^61, on canonical words.
final class WideKernels extends LimbKernels {

  private final WideTables tables;
  private final WideOps scalar;
  private final WideOps vector;
  private final KernelReadiness readiness;

  /// @param vector the vector kernels, used one by one as `readiness` reports them
  WideKernels(
      NttTables ntt, EvalLayout layout, WideOps scalar, WideOps vector, KernelReadiness readiness) {
    super(ntt.modulus(), layout);
    this.tables = new WideTables(ntt, layout);
    this.scalar = scalar;
    this.vector = vector;
    this.readiness = readiness;
  }

  private WideOps ops(Kernel kernel) {
    return readiness.isReady(kernel, false) ? vector : scalar;
  }

  @Override
  public void forward(Rows in, int io, Rows out, int oo) {
    ops(Kernel.FORWARD).forward(tables, in.wide(), io, out.wide(), oo);
  }

  @Override
  public void inverse(Rows in, int io, Rows out, int oo) {
    ops(Kernel.INVERSE).inverse(tables, in.wide(), io, out.wide(), oo);
  }

  @Override
  public void add(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.ADD).add(tables, a.wide(), ao, b.wide(), bo, out.wide(), oo);
  }

  @Override
  public void sub(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.SUB).sub(tables, a.wide(), ao, b.wide(), bo, out.wide(), oo);
  }

  @Override
  public void neg(Rows a, int ao, Rows out, int oo) {
    ops(Kernel.NEG).neg(tables, a.wide(), ao, out.wide(), oo);
  }

  @Override
  public void mul(Rows a, int ao, Rows b, int bo, Rows out, int oo) {
    ops(Kernel.MUL).mul(tables, a.wide(), ao, b.wide(), bo, out.wide(), oo);
  }

  @Override
  public void mulAdd(Rows a, int ao, Rows b, int bo, Rows c, int co, Rows out, int oo) {
    ops(Kernel.MUL_ADD).mulAdd(tables, a.wide(), ao, b.wide(), bo, c.wide(), co, out.wide(), oo);
  }

  @Override
  public void mulScalar(Rows a, int ao, long factor, Rows out, int oo) {
    ops(Kernel.MUL_SCALAR).mulScalar(tables, a.wide(), ao, factor, out.wide(), oo);
  }

  @Override
  public void subMulScalar(Rows a, int ao, Rows b, int bo, long factor, Rows out, int oo) {
    ops(Kernel.SUB_MUL_SCALAR)
        .subMulScalar(tables, a.wide(), ao, b.wide(), bo, factor, out.wide(), oo);
  }

  @Override
  public void fill(long value, Rows out, int oo) {
    Arrays.fill(out.wide(), oo, oo + degree(), value);
  }

  @Override
  public void copy(Rows in, int io, Rows out, int oo) {
    System.arraycopy(in.wide(), io, out.wide(), oo, degree());
  }

  @Override
  public void permute(Rows in, int io, Permutation permutation, Rows out, int oo) {
    scalar.permute(tables, in.wide(), io, permutation, out.wide(), oo);
  }

  @Override
  public void innerProduct(Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, Rows out, int oo) {
    ops(Kernel.INNER_PRODUCT).innerProduct(tables, a, ao, b, bo, terms, out.wide(), oo);
  }

  @Override
  public void scaleToCanonical(Rows in, int io, long addend, long factor, Rows out, int oo) {
    ops(Kernel.SCALE_TO_CANONICAL)
        .scaleToCanonical(tables, in.wide(), io, addend, factor, out.wide(), oo);
  }

  @Override
  public void gather(
      Rows[] sources, int[] offsets, GatherWeights weights, int from, int to, Rows out, int oo) {
    ops(Kernel.GATHER).gather(tables, sources, offsets, weights, from, to, out.wide(), oo);
  }

  @Override
  int fromWords(long[] words, int count, Rows out, int oo) {
    return ops(Kernel.FROM_WORDS).fromWords(tables, words, count, out.wide(), oo);
  }

  @Override
  void toWords(Rows in, int io, long[] words, int count) {
    ops(Kernel.TO_WORDS).toWords(tables, in.wide(), io, words, count);
  }
}
