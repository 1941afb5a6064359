package io.cloakwork.backend.cpu.kernel;

/// Scalar twins of the fast lane.
final class ScalarFastOps extends FastOps {

  @Override
  void forward(FastTables t, double[] in, int io, double[] out, int oo) {
    System.arraycopy(in, io, out, oo, t.plan.degree());
    ScalarFastNtt.forward(t, out, oo);
  }

  @Override
  void inverse(FastTables t, double[] in, int io, double[] out, int oo) {
    System.arraycopy(in, io, out, oo, t.plan.degree());
    ScalarFastNtt.inverse(t, out, oo);
  }

  @Override
  void add(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = BalancedMath.reduce(a[ao + i] + b[bo + i], t.q, t.inverseQ);
    }
  }

  @Override
  void sub(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = BalancedMath.reduce(a[ao + i] - b[bo + i], t.q, t.inverseQ);
    }
  }

  @Override
  void neg(FastTables t, double[] a, int ao, double[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = -a[ao + i];
    }
  }

  @Override
  void mul(FastTables t, double[] a, int ao, double[] b, int bo, double[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = BalancedMath.multiplyUnprepared(a[ao + i], b[bo + i], t.q, t.inverseQ);
    }
  }

  @Override
  void tensorProduct(
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
      int highAt) {
    mul(t, a0, ao0, b0, bo0, low, lowAt);
    mul(t, a0, ao0, b1, bo1, cross, crossAt);
    mulAdd(t, a1, ao1, b0, bo0, cross, crossAt, cross, crossAt);
    mul(t, a1, ao1, b1, bo1, high, highAt);
  }

  @Override
  void mulAdd(
      FastTables t,
      double[] a,
      int ao,
      double[] b,
      int bo,
      double[] c,
      int co,
      double[] out,
      int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      double product = BalancedMath.multiplyUnprepared(a[ao + i], b[bo + i], t.q, t.inverseQ);
      out[oo + i] = BalancedMath.reduce(product + c[co + i], t.q, t.inverseQ);
    }
  }

  @Override
  void mulScalar(FastTables t, double[] a, int ao, double scalar, double[] out, int oo) {
    double overQ = scalar / t.q;
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = BalancedMath.multiply(a[ao + i], scalar, overQ, t.q);
    }
  }

  @Override
  void subMulScalar(
      FastTables t, double[] a, int ao, double[] b, int bo, double scalar, double[] out, int oo) {
    double overQ = scalar / t.q;
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = BalancedMath.multiply(a[ao + i] - b[bo + i], scalar, overQ, t.q);
    }
  }

  @Override
  void scaleToCanonical(
      FastTables t, double[] a, int ao, double addend, double factor, double[] out, int oo) {
    double overQ = factor / t.q;
    for (int i = 0; i < t.plan.degree(); i++) {
      double scaled = BalancedMath.multiply(a[ao + i] + addend, factor, overQ, t.q);
      out[oo + i] = BalancedMath.canonical(scaled, t.q);
    }
  }

  @Override
  void permute(FastTables t, double[] in, int io, Permutation p, double[] out, int oo) {
    int[] sources = p.sources();
    if (p.isSigned()) {
      for (int i = 0; i < sources.length; i++) {
        int source = sources[i];
        out[oo + i] = source >= 0 ? in[io + source] : -in[io + ~source];
      }
    } else {
      for (int i = 0; i < sources.length; i++) {
        out[oo + i] = in[io + sources[i]];
      }
    }
  }

  @Override
  void innerProduct(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, double[] out, int oo) {
    sums(t, a, ao, b, bo, terms, SUM_TERMS, out, oo);
  }

  @Override
  void innerProductPair(
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
      int ooc) {
    sums(t, a, ao, b, bo, terms, PAIR_TERMS, outB, oob);
    sums(t, a, ao, c, co, terms, PAIR_TERMS, outC, ooc);
  }

  /// Σ a_d·b_d in sums of at most `most` terms.
  private static void sums(
      FastTables t,
      Rows[] a,
      int[] ao,
      Rows[] b,
      int[] bo,
      int terms,
      int most,
      double[] out,
      int oo) {
    int last = firstSum(terms, most);
    for (int first = 0; first < terms; first = last, last += most) {
      for (int i = 0; i < t.plan.degree(); i++) {
        double high = BalancedMath.GRID;
        double low = 0;
        for (int d = first; d < last; d++) {
          double x = a[d].fast()[ao[d] + i];
          double y = b[d].fast()[bo[d] + i];
          double next = Math.fma(x, y, high);
          low = Math.fma(x, y, high - next) + low;
          high = next;
        }
        double sum = BalancedMath.reduceSum(high, low, t.q, t.inverseQ);
        out[oo + i] = BalancedMath.reduce(first == 0 ? sum : sum + out[oo + i], t.q, t.inverseQ);
      }
    }
  }

  @Override
  void gather(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      double[] out,
      int oo) {
    if (weights.isOneDigit()) {
      double[] digits = sources[0].fast();
      for (int i = from; i < to; i++) {
        double digit = digits[offsets[0] + i];
        out[oo + i] = BalancedMath.reduce(digit - weights.shift, t.q, t.inverseQ);
      }
      return;
    }
    java.util.Arrays.fill(out, oo + from, oo + to, -weights.shift);
    int fast = weights.fastSources.length;
    int last = firstSum(fast, SUM_TERMS);
    for (int first = 0; first < fast; first = last, last += SUM_TERMS) {
      gatherFast(t, sources, offsets, weights, first, last, from, to, out, oo);
    }
    for (int source : weights.wideSources) {
      long[] digits = sources[source].wide();
      gatherWide(t, digits, offsets[source], weights, source, from, to, out, oo);
    }
  }

  private static void gatherFast(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int first,
      int last,
      int from,
      int to,
      double[] out,
      int oo) {
    for (int i = from; i < to; i++) {
      double high = BalancedMath.GRID;
      double low = 0;
      for (int s = first; s < last; s++) {
        int source = weights.fastSources[s];
        double digit = sources[source].fast()[offsets[source] + i];
        double next = Math.fma(digit, weights.factors[source], high);
        low = Math.fma(digit, weights.factors[source], high - next) + low;
        high = next;
      }
      double sum = BalancedMath.reduceSum(high, low, t.q, t.inverseQ);
      out[oo + i] = BalancedMath.reduce(sum + out[oo + i], t.q, t.inverseQ);
    }
  }

  private static void gatherWide(
      FastTables t,
      long[] digits,
      int offset,
      GatherWeights weights,
      int source,
      int from,
      int to,
      double[] out,
      int oo) {
    double factor = weights.factors[source];
    double highFactor = weights.highFactors[source];
    double overQ = factor / t.q;
    double highOverQ = highFactor / t.q;
    long mask = (1L << GatherWeights.SPLIT_BITS) - 1;
    for (int i = from; i < to; i++) {
      long digit = digits[offset + i];
      double high = digit >>> GatherWeights.SPLIT_BITS;
      double low = digit & mask;
      double sum =
          BalancedMath.multiply(high, highFactor, highOverQ, t.q)
              + BalancedMath.multiply(low, factor, overQ, t.q);
      out[oo + i] = BalancedMath.reduce(sum + out[oo + i], t.q, t.inverseQ);
    }
  }

  @Override
  int fromWords(FastTables t, long[] words, int count, double[] out, int oo) {
    long q = (long) t.q;
    long half = q >>> 1;
    for (int i = 0; i < count; i++) {
      long word = words[i];
      if (Long.compareUnsigned(word, q) >= 0) {
        return i;
      }
      out[oo + i] = word > half ? word - q : word;
    }
    return -1;
  }

  @Override
  void toWords(FastTables t, double[] in, int io, long[] words, int count) {
    for (int i = 0; i < count; i++) {
      words[i] = (long) BalancedMath.canonical(in[io + i], t.q);
    }
  }
}
