package io.cloakwork.backend.cpu.kernel;

/// Scalar twins of the wide lane: canonical words in, canonical words out.
final class ScalarWideOps extends WideOps {

  @Override
  void forward(WideTables t, long[] in, int io, long[] out, int oo) {
    System.arraycopy(in, io, out, oo, t.plan.degree());
    ScalarWideNtt.forward(t, out, oo);
  }

  @Override
  void inverse(WideTables t, long[] in, int io, long[] out, int oo) {
    System.arraycopy(in, io, out, oo, t.plan.degree());
    ScalarWideNtt.inverse(t, out, oo);
  }

  @Override
  void add(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = WordMath.add(a[ao + i], b[bo + i], t.q);
    }
  }

  @Override
  void sub(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = WordMath.subtract(a[ao + i], b[bo + i], t.q);
    }
  }

  @Override
  void neg(WideTables t, long[] a, int ao, long[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = WordMath.subtract(0, a[ao + i], t.q);
    }
  }

  @Override
  void mul(WideTables t, long[] a, int ao, long[] b, int bo, long[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = WordMath.multiply(a[ao + i], b[bo + i], t);
    }
  }

  @Override
  void mulAdd(
      WideTables t, long[] a, int ao, long[] b, int bo, long[] c, int co, long[] out, int oo) {
    for (int i = 0; i < t.plan.degree(); i++) {
      long product = WordMath.multiply(a[ao + i], b[bo + i], t);
      out[oo + i] = WordMath.add(product, c[co + i], t.q);
    }
  }

  @Override
  void mulScalar(WideTables t, long[] a, int ao, long scalar, long[] out, int oo) {
    long quotient = Shoup.quotient(scalar, t.q);
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = Shoup.multiply(a[ao + i], scalar, quotient, t.q);
    }
  }

  @Override
  void subMulScalar(
      WideTables t, long[] a, int ao, long[] b, int bo, long scalar, long[] out, int oo) {
    long quotient = Shoup.quotient(scalar, t.q);
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = Shoup.multiply(a[ao + i] - b[bo + i] + t.q, scalar, quotient, t.q);
    }
  }

  @Override
  void scaleToCanonical(
      WideTables t, long[] a, int ao, long addend, long factor, long[] out, int oo) {
    long quotient = Shoup.quotient(factor, t.q);
    for (int i = 0; i < t.plan.degree(); i++) {
      out[oo + i] = Shoup.multiply(a[ao + i] + addend, factor, quotient, t.q);
    }
  }

  @Override
  void permute(WideTables t, long[] in, int io, Permutation p, long[] out, int oo) {
    int[] sources = p.sources();
    if (p.isSigned()) {
      for (int i = 0; i < sources.length; i++) {
        int source = sources[i];
        out[oo + i] = source >= 0 ? in[io + source] : WordMath.subtract(0, in[io + ~source], t.q);
      }
    } else {
      for (int i = 0; i < sources.length; i++) {
        out[oo + i] = in[io + sources[i]];
      }
    }
  }

  @Override
  void innerProduct(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, long[] out, int oo) {
    int last = firstSum(terms);
    for (int first = 0; first < terms; first = last, last += SUM_TERMS) {
      for (int i = 0; i < t.plan.degree(); i++) {
        long high = 0;
        long low = 0;
        for (int d = first; d < last; d++) {
          long x = a[d].wide()[ao[d] + i];
          long y = b[d].wide()[bo[d] + i];
          long product = x * y;
          low += product;
          high += Math.multiplyHigh(x, y) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
        }
        long sum = WordMath.reduceWide(high, low, t);
        out[oo + i] = first == 0 ? sum : WordMath.add(sum, out[oo + i], t.q);
      }
    }
  }

  @Override
  void gather(
      WideTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      long[] out,
      int oo) {
    java.util.Arrays.fill(out, oo + from, oo + to, WordMath.subtract(0, weights.shiftWord, t.q));
    for (int source : weights.fastSources) {
      double[] digits = sources[source].fast();
      for (int i = from; i < to; i++) {
        long digit = (long) digits[offsets[source] + i];
        out[oo + i] = gatherDigit(t, digit, weights, source, out[oo + i]);
      }
    }
    for (int source : weights.wideSources) {
      long[] digits = sources[source].wide();
      for (int i = from; i < to; i++) {
        long digit = digits[offsets[source] + i];
        out[oo + i] = gatherDigit(t, digit, weights, source, out[oo + i]);
      }
    }
  }

  private static long gatherDigit(
      WideTables t, long digit, GatherWeights weights, int source, long sum) {
    long product = Shoup.multiply(digit, weights.words[source], weights.quotients[source], t.q);
    return WordMath.add(sum, product, t.q);
  }

  @Override
  int fromWords(WideTables t, long[] words, int count, long[] out, int oo) {
    for (int i = 0; i < count; i++) {
      if (Long.compareUnsigned(words[i], t.q) >= 0) {
        return i;
      }
      out[oo + i] = words[i];
    }
    return -1;
  }

  @Override
  void toWords(WideTables t, long[] in, int io, long[] words, int count) {
    System.arraycopy(in, io, words, 0, count);
  }
}
