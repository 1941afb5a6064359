package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// Vector code of the fast lane: the order in which the generated kernels, one subclass a vector
/// width, are run. Transforms go depth first, so that a block is finished while it is in cache.
abstract class FastVectorOps extends FastVectorKernels {

  private final FastOps scalar = new ScalarFastOps();

  @Override
  final void forward(FastTables t, double[] in, int io, double[] out, int oo) {
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
  private void descend(FastTables t, int pass, double[] x, int xo, int first, int last) {
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
      FastTables t, int pass, double[] in, int io, double[] out, int oo, int first, int last) {
    int blocks = t.plan.blocks(pass);
    int stride = t.plan.stride(pass);
    double[] w = t.forward.head;
    double[] wOverQ = t.forward.headOverQ;
    boolean reduced = t.plan.reduces(pass);
    switch (t.plan.stages(pass)) {
      case 1 -> {
        if (reduced) {
          forward2Reduced(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        } else {
          forward2(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        }
      }
      case 2 -> {
        if (reduced) {
          forward4Reduced(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        } else {
          forward4(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        }
      }
      default -> {
        if (reduced) {
          forward8Reduced(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        } else {
          forward8(in, io, out, oo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
        }
      }
    }
  }

  /// The last pass and the stages inside vectors, on blocks of L² words.
  private void forwardBlocks(
      FastTables t, double[] in, int io, double[] out, int oo, int first, int last) {
    int pass = t.plan.passes() - 1;
    int blocks = t.plan.blocks(pass);
    double[] w = t.forward.head;
    if (t.plan.reduces(pass)) {
      forwardAdjacentReduced(
          in, io, out, oo, first, last, blocks, w, t.forward.headOverQ, t.q, t.inverseQ);
    } else {
      forwardAdjacent(
          in, io, out, oo, first, last, blocks, w, t.forward.headOverQ, t.q, t.inverseQ);
    }
    forwardLanes(out, oo, out, oo, first, last, t.forward.tail, t.q, t.inverseQ);
  }

  @Override
  final void inverse(FastTables t, double[] in, int io, double[] out, int oo) {
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
      FastTables t, int pass, double[] in, int io, double[] out, int oo, int first, int last) {
    NttPlan plan = t.plan;
    int stages = plan.stages(pass);
    if (pass == plan.passes() - 1) {
      inverseLanes(in, io, out, oo, first, last, t.inverse.tail, t.q, t.inverseQ);
      inverseAdjacent(
          out,
          oo,
          out,
          oo,
          first,
          last,
          plan.blocks(pass),
          t.inverse.head,
          t.inverse.headOverQ,
          t.q,
          t.inverseQ);
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

  private void inversePass(FastTables t, int pass, double[] x, int xo, int first, int last) {
    int blocks = t.plan.blocks(pass);
    int stride = t.plan.stride(pass);
    double[] w = t.inverse.head;
    double[] wOverQ = t.inverse.headOverQ;
    switch (t.plan.stages(pass)) {
      case 1 -> inverse2(x, xo, x, xo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
      case 2 -> inverse4(x, xo, x, xo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
      default -> inverse8(x, xo, x, xo, blocks, first, last, stride, w, wOverQ, t.q, t.inverseQ);
    }
  }

  private void lastPass(FastTables t, double[] x, int xo) {
    int stride = t.plan.stride(0);
    double[] w = t.inverse.head;
    double[] wq = t.inverse.headOverQ;
    double s = t.scale;
    double sq = t.scaleOverQ;
    double v = t.scaledTwiddle;
    double vq = t.scaledTwiddleOverQ;
    switch (t.plan.stages(0)) {
      case 1 -> inverse2Last(x, xo, x, xo, 1, 0, 1, stride, w, wq, t.q, t.inverseQ, s, sq, v, vq);
      case 2 -> inverse4Last(x, xo, x, xo, 1, 0, 1, stride, w, wq, t.q, t.inverseQ, s, sq, v, vq);
      default -> inverse8Last(x, xo, x, xo, 1, 0, 1, stride, w, wq, t.q, t.inverseQ, s, sq, v, vq);
    }
  }

  /// Scalar where there is no form in vectors: a gather instruction takes longer than the loads
  /// that it stands for.
  @Override
  void permute(FastTables t, double[] in, int io, Permutation p, double[] out, int oo) {
    scalar.permute(t, in, io, p, out, oo);
  }

  @Override
  final void innerProduct(
      FastTables t, Rows[] a, int[] ao, Rows[] b, int[] bo, int terms, double[] out, int oo) {
    int first = firstSum(terms, SUM_TERMS);
    switch (first) {
      case 1 -> innerProduct1(t, a, ao, b, bo, 0, out, oo);
      case 2 -> innerProduct2(t, a, ao, b, bo, 0, out, oo);
      case 3 -> innerProduct3(t, a, ao, b, bo, 0, out, oo);
      case 4 -> innerProduct4(t, a, ao, b, bo, 0, out, oo);
      case 5 -> innerProduct5(t, a, ao, b, bo, 0, out, oo);
      case 6 -> innerProduct6(t, a, ao, b, bo, 0, out, oo);
      case 7 -> innerProduct7(t, a, ao, b, bo, 0, out, oo);
      default -> innerProduct8(t, a, ao, b, bo, 0, out, oo);
    }
    for (; first < terms; first += SUM_TERMS) {
      addInnerProduct8(t, a, ao, b, bo, first, out, oo);
    }
  }

  @Override
  final void innerProductPair(
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
    int first = firstSum(terms, PAIR_TERMS);
    switch (first) {
      case 1 -> innerProductPair1(t, a, ao, b, bo, c, co, 0, outB, oob, outC, ooc);
      case 2 -> innerProductPair2(t, a, ao, b, bo, c, co, 0, outB, oob, outC, ooc);
      case 3 -> innerProductPair3(t, a, ao, b, bo, c, co, 0, outB, oob, outC, ooc);
      case 4 -> innerProductPair4(t, a, ao, b, bo, c, co, 0, outB, oob, outC, ooc);
      default -> innerProductPair5(t, a, ao, b, bo, c, co, 0, outB, oob, outC, ooc);
    }
    for (; first < terms; first += PAIR_TERMS) {
      addInnerProductPair5(t, a, ao, b, bo, c, co, first, outB, oob, outC, ooc);
    }
  }

  @Override
  final void gather(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int from,
      int to,
      double[] out,
      int oo) {
    int start = oo + from;
    int count = to - from;
    if (weights.isOneDigit()) {
      reduceDigits(t, sources[0].fast(), offsets[0] + from, weights.shift, count, out, start);
      return;
    }
    int fast = weights.fastSources.length;
    int first = 0;
    if (fast == 0) {
      Arrays.fill(out, start, start + count, -weights.shift);
    } else {
      first = firstSum(fast, SUM_TERMS);
      digits(t, sources, offsets, weights, first, from, count, out, start);
    }
    for (; first < fast; first += SUM_TERMS) {
      addDigits8(t, sources, offsets, weights, first, from, count, out, start);
    }
    for (int source : weights.wideSources) {
      addWideDigits(
          t,
          sources[source].wide(),
          offsets[source] + from,
          weights.factors[source],
          weights.highFactors[source],
          count,
          out,
          start);
    }
  }

  private void digits(
      FastTables t,
      Rows[] sources,
      int[] offsets,
      GatherWeights weights,
      int terms,
      int from,
      int count,
      double[] out,
      int start) {
    switch (terms) {
      case 1 -> digits1(t, sources, offsets, weights, 0, from, count, out, start);
      case 2 -> digits2(t, sources, offsets, weights, 0, from, count, out, start);
      case 3 -> digits3(t, sources, offsets, weights, 0, from, count, out, start);
      case 4 -> digits4(t, sources, offsets, weights, 0, from, count, out, start);
      case 5 -> digits5(t, sources, offsets, weights, 0, from, count, out, start);
      case 6 -> digits6(t, sources, offsets, weights, 0, from, count, out, start);
      case 7 -> digits7(t, sources, offsets, weights, 0, from, count, out, start);
      default -> digits8(t, sources, offsets, weights, 0, from, count, out, start);
    }
  }

  @Override
  final int fromWords(FastTables t, long[] words, int count, double[] out, int oo) {
    // Which word is out of range is found by the scalar twin.
    return wordsToRow(t, words, count, out, oo) ? -1 : scalar.fromWords(t, words, count, out, oo);
  }
}
