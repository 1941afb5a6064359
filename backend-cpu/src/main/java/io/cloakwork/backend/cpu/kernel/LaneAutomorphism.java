package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.GaloisElement;

/// An automorphism X → X^g of evaluations as work on whole vectors, in the order of [EvalLayout].
/// Immutable.
///
/// The value that the contract numbers i belongs to the exponent 2·brv(i) + 1. The low bits of an
/// exponent, which multiplication by g maps among themselves, are the high bits of i: so aligned
/// blocks of L² values go to whole blocks. In a block the exponents are an arithmetic progression;
/// with k in [0, L²) counting along it, value k comes from value g·k + t modulo L², where t depends
/// on the block. Write k = l + L·h. The layout keeps the values of one h in a vector, its lanes
/// being the l. Thus
///
/// - lanes are permuted alike in all vectors: lane l takes lane (g·l + t) mod L;
/// - then each lane has its own rotation among the vectors: after these have been loaded in the
///   order g·h, vector h takes vector h + g^−1·⌊(g·l + t)/L⌋, which log2(L) rounds of blending with
///   the vector 1, 2, 4, … places on achieve.
final class LaneAutomorphism {

  /// By block of the result: the first word of its source block, and its t.
  final int[] sourceBlocks;

  final int[] offsets;

  /// By h, the place in a block of source vector g·h mod L, and of result vector h, in words.
  final int[] sourceVectors;

  final int[] resultVectors;

  /// L lane numbers for each t mod L.
  final long[] lanes;

  /// For each t the lanes that take part in each round of blending, as bits.
  final long[] rounds;

  private LaneAutomorphism(int blocks, int logLanes) {
    int vectors = 1 << logLanes;
    sourceBlocks = new int[blocks];
    offsets = new int[blocks];
    sourceVectors = new int[vectors];
    resultVectors = new int[vectors];
    lanes = new long[vectors * vectors];
    rounds = new long[vectors * vectors * logLanes];
  }

  /// The automorphism of `element` in the order of `layout`, which has blocks.
  static LaneAutomorphism of(EvalLayout layout, GaloisElement element) {
    int logLanes = layout.logLanes();
    int logBlocks = layout.logN() - 2 * logLanes;
    LaneAutomorphism made = new LaneAutomorphism(1 << logBlocks, logLanes);
    made.placeBlocks(layout, element.value(), logBlocks);
    made.placeVectors(element.value(), logLanes);
    for (int t = 0; t < 1 << 2 * logLanes; t++) {
      made.placeLanes(element.value(), t, logLanes);
    }
    return made;
  }

  private void placeBlocks(EvalLayout layout, int g, int logBlocks) {
    int mask = (2 << layout.logN()) - 1;
    for (int block = 0; block < sourceBlocks.length; block++) {
      int exponent = (2 * reverse(block, logBlocks) + 1) * g & mask;
      int step = 2 << logBlocks; // between the exponents of a block
      int source = reverse((exponent % step - 1) / 2, logBlocks);
      sourceBlocks[block] = source << 2 * layout.logLanes();
      offsets[block] = exponent / step;
    }
  }

  private void placeVectors(int g, int logLanes) {
    int mask = (1 << logLanes) - 1;
    for (int h = 0; h <= mask; h++) {
      sourceVectors[h] = reverse(g * h & mask, logLanes) << logLanes;
      resultVectors[h] = reverse(h, logLanes) << logLanes;
    }
  }

  private void placeLanes(int g, int t, int logLanes) {
    int mask = (1 << logLanes) - 1;
    for (int l = 0; l <= mask; l++) {
      int image = (g & mask * (mask + 2)) * l + t;
      int lane = reverse(l, logLanes);
      lanes[(t & mask) << logLanes | lane] = reverse(image & mask, logLanes);
      int rotation = inverse(g, mask) * (image >>> logLanes) & mask;
      for (int round = 0; round < logLanes; round++) {
        rounds[t * logLanes + round] |= (long) (rotation >>> round & 1) << lane;
      }
    }
  }

  private static int inverse(int g, int mask) {
    int inverse = 1;
    while ((inverse * g & mask) != 1) {
      inverse += 2;
    }
    return inverse;
  }

  private static int reverse(int x, int bits) {
    return bits == 0 ? 0 : Integer.reverse(x) >>> (Integer.SIZE - bits);
  }
}
