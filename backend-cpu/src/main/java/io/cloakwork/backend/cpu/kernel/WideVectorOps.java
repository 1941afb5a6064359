package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// Vector code of the wide lane: the order in which the generated kernels, one subclass a vector
/// width, are run. Transforms go depth first, so that a block is finished while it is in cache.
abstract class WideVectorOps extends WideVectorKernels {

  private static final int GATHER_WORDS = 1024;

  private final WideOps scalar = new ScalarWideOps();

  @Override
  final void forward(WideTables t, long[] in, int io, long[] out, int oo) {
    NttPlan plan = t.plan;
    if (plan.isOneBlock()) {
      scalar.forward(t, in, io, out, oo);
      return;
    }
    forwardPass(t, 0, in, io, out, oo, 0, 1);
    for (int child = 0; child < 1 << plan.stages(0); child++) {
      descend(t, 1, out, oo, child, child + 1);
    }
  }

  /// Takes the blocks [first, last) of a pass through it and all that follow.
  private void descend(WideTables t, int pass, long[] x, int xo, int first, int last) {
    NttPlan plan = t.plan;
    int stages = plan.stages(pass);
    if (pass == plan.passes() - 1) {
      forwardBlocks(t, x, xo, x, xo, first, last);
    } else if (plan.fitsCache(pass, last - first)) {
      forwardPass(t, pass, x, xo, x, xo, first, last);
      descend(t, pass + 1, x, xo, first << stages, last << stages);
    } else {
      for (int block = first; block < last; block++) {
        forwardPass(t, pass, x, xo, x, xo, block, block + 1);
        for (int child = block << stages; child < (block + 1) << stages; child++) {
          descend(t, pass + 1, x, xo, child, child + 1);
        }
      }
    }
  }

  private void forwardPass(
      WideTables t, int pass, long[] in, int io, long[] out, int oo, int first, int last) {
    int blocks = t.plan.blocks(pass);
    int stride = t.plan.stride(pass);
    long[] w = t.forward.head;
    long[] wQuotient = t.forward.headQuotient;
    if (t.plan.stages(pass) == 1) {
      forward2(in, io, out, oo, blocks, first, last, stride, w, wQuotient, t.q);
    } else {
      forward4(in, io, out, oo, blocks, first, last, stride, w, wQuotient, t.q);
    }
  }

  /// The last pass and the stages inside vectors, on blocks of L² words.
  private void forwardBlocks(
      WideTables t, long[] in, int io, long[] out, int oo, int first, int last) {
    int pass = t.plan.passes() - 1;
    int blocks = t.plan.blocks(pass);
    long[] w = t.forward.head;
    forwardAdjacent(in, io, out, oo, first, last, blocks, w, t.forward.headQuotient, t.q);
    transpose(out, oo, out, oo, first, last, t.q);
    forwardLanes(out, oo, out, oo, first, last, t.forward.tail, t.forward.tailQuotient, t.q);
  }

  @Override
  final void inverse(WideTables t, long[] in, int io, long[] out, int oo) {
    NttPlan plan = t.plan;
    if (plan.isOneBlock()) {
      scalar.inverse(t, in, io, out, oo);
      return;
    }
    for (int child = 0; child < 1 << plan.stages(0); child++) {
      ascend(t, 1, in, io, out, oo, child, child + 1);
    }
    lastPass(t, out, oo);
  }

  /// Takes the blocks [first, last) of a pass through all passes after it, then through it.
  private void ascend(
      WideTables t, int pass, long[] in, int io, long[] out, int oo, int first, int last) {
    NttPlan plan = t.plan;
    int stages = plan.stages(pass);
    if (pass == plan.passes() - 1) {
      inverseLanes(in, io, out, oo, first, last, t.inverse.tail, t.inverse.tailQuotient, t.q);
      transpose(out, oo, out, oo, first, last, t.q);
      inverseAdjacent(
          out,
          oo,
          out,
          oo,
          first,
          last,
          plan.blocks(pass),
          t.inverse.head,
          t.inverse.headQuotient,
          t.q);
    } else if (plan.fitsCache(pass, last - first)) {
      ascend(t, pass + 1, in, io, out, oo, first << stages, last << stages);
      inversePass(t, pass, out, oo, first, last);
    } else {
      for (int block = first; block < last; block++) {
        for (int child = block << stages; child < (block + 1) << stages; child++) {
          ascend(t, pass + 1, in, io, out, oo, child, child + 1);
        }
        inversePass(t, pass, out, oo, block, block + 1);
      }
    }
  }

  private void inversePass(WideTables t, int pass, long[] x, int xo, int first, int last) {
    int blocks = t.plan.blocks(pass);
    int stride = t.plan.stride(pass);
    long[] w = t.inverse.head;
    long[] wQuotient = t.inverse.headQuotient;
    if (t.plan.stages(pass) == 1) {
      inverse2(x, xo, x, xo, blocks, first, last, stride, w, wQuotient, t.q);
    } else {
      inverse4(x, xo, x, xo, blocks, first, last, stride, w, wQuotient, t.q);
    }
  }

  private void lastPass(WideTables t, long[] x, int xo) {
    int stride = t.plan.stride(0);
    long[] w = t.inverse.head;
    long[] wq = t.inverse.headQuotient;
    long s = t.scale;
    long sq = t.scaleQuotient;
    long v = t.scaledTwiddle;
    long vq = t.scaledTwiddleQuotient;
    if (t.plan.stages(0) == 1) {
      inverse2Last(x, xo, x, xo, 1, 0, 1, stride, w, wq, t.q, s, sq, v, vq);
    } else {
      inverse4Last(x, xo, x, xo, 1, 0, 1, stride, w, wq, t.q, s, sq, v, vq);
    }
  }

  /// Scalar: a gather instruction takes longer than the loads that it stands for.
  @Override
  final void permute(WideTables t, long[] in, int io, Permutation p, long[] out, int oo) {
    scalar.permute(t, in, io, p, out, oo);
  }

  @Override
  final void innerProduct(
      WideTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, long[] out, int oo) {
    int first = firstSum(terms);
    switch (first) {
      case 1 -> innerProduct1(t, a, ao, b, bo, 0, out, oo);
      case 2 -> innerProduct2(t, a, ao, b, bo, 0, out, oo);
      case 3 -> innerProduct3(t, a, ao, b, bo, 0, out, oo);
      default -> innerProduct4(t, a, ao, b, bo, 0, out, oo);
    }
    for (; first < terms; first += SUM_TERMS) {
      addInnerProduct4(t, a, ao, b, bo, first, out, oo);
    }
  }

  /// Goes through the row in pieces that stay in cache from the first source to the last.
  @Override
  final void gather(
      WideTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      long[] out,
      int oo) {
    Arrays.fill(out, oo + from, oo + to, WordMath.subtract(0, weights.shiftWord, t.q));
    for (int piece = from; piece < to; piece += GATHER_WORDS) {
      int count = Math.min(GATHER_WORDS, to - piece);
      for (int source : weights.fastSources) {
        double[] digits = sources[source].fast();
        long word = weights.words[source];
        long quotient = weights.quotients[source];
        addFastDigits(t, digits, offsets[source] + piece, word, quotient, count, out, oo + piece);
      }
      for (int source : weights.wideSources) {
        long[] digits = sources[source].wide();
        long word = weights.words[source];
        long quotient = weights.quotients[source];
        addDigits(t, digits, offsets[source] + piece, word, quotient, count, out, oo + piece);
      }
    }
  }

  @Override
  final int fromWords(WideTables t, long[] words, int count, long[] out, int oo) {
    return scalar.fromWords(t, words, count, out, oo);
  }

  @Override
  final void toWords(WideTables t, long[] in, int io, long[] words, int count) {
    scalar.toWords(t, in, io, words, count);
  }
}
