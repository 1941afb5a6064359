package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// One limb with scratch rows on which any kernel can be run in all its variants, scalar or vector.
final class WarmUpLimb {

  /// Chosen so that every pass runs, none for the first time in earnest: each radix as first and as
  /// inner pass, reduced on the way (large primes) or not, for 8 and for 4 lanes.
  private static final int[][] FAST = {
    {8, 50}, {5, 50}, {6, 50}, {7, 50}, {7, 45}, {9, 50}, {10, 50}, {11, 50}, {12, 50}
  };

  private static final int[][] WIDE = {{8, 60}, {5, 60}, {6, 60}, {7, 60}, {9, 60}, {10, 60}};

  /// The degree on which the other kernels run.
  private static final int ROW_LOG_DEGREE = 8;

  private static final int MOST_TERMS = FastOps.SUM_TERMS;

  /// Single sums of products: of 1 to 8 terms, and one that continues a first full sum.
  private static final int SUMS = MOST_TERMS + 1;

  /// Pairs of sums: of 1 to 5 terms, and one that continues first full sums.
  private static final int PAIRS = FastOps.PAIR_TERMS + 1;

  private static final int WIDE_SOURCE_BITS = 61;

  private final LimbKernels scalar;
  private final LimbKernels vector;
  private final WarmUpCombination scalarCombination;
  private final WarmUpCombination vectorCombination;
  private final int degree;
  private final boolean isForRows;
  private final Rows rows;
  private final long[] words = new long[LimbKernels.STAGING_WORDS];
  private final Rows[] operands = new Rows[2 * MOST_TERMS];
  private final int[] offsets = new int[2 * MOST_TERMS];
  private final List<GatherWeights> weights = new ArrayList<>();
  private final Permutation automorphism;

  /// The limbs of a warm-up of one lane.
  static List<WarmUpLimb> all(KernelFactory factory, boolean fastLane) {
    return Arrays.stream(fastLane ? FAST : WIDE)
        .map(logNAndBits -> new WarmUpLimb(factory, logNAndBits[0], logNAndBits[1]))
        .toList();
  }

  private WarmUpLimb(KernelFactory factory, int logN, int bits) {
    Modulus q = Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
    scalar = factory.makeUniform(logN, q, false);
    vector = factory.makeUniform(logN, q, true);
    scalarCombination = new WarmUpCombination(factory.makeUniformCombination(q, false));
    vectorCombination = new WarmUpCombination(factory.makeUniformCombination(q, true));
    degree = 1 << logN;
    automorphism =
        Permutation.ofEvaluations(factory.layout(logN), GaloisElement.rotation(logN, 5, 1));
    isForRows = logN == ROW_LOG_DEGREE;
    rows = Rows.allocate(3 * degree, 3 * degree);
    Arrays.fill(operands, rows);
    List<Modulus> sources =
        new ArrayList<>(
            Primes.largestBelow(Modulus.FAST_LANE_BITS, logN, 2 * MOST_TERMS, Set.of(q)));
    // The last count continues a first full sum.
    IntStream.concat(IntStream.rangeClosed(1, MOST_TERMS), IntStream.of(2 * MOST_TERMS))
        .mapToObj(count -> new RnsBasis(sources.subList(0, count)))
        .forEach(from -> weights.add(scalar.conversionWeights(from, 1)));
    weights.add(scalar.weights(new RnsBasis(sources.subList(0, 1)), new long[] {2}, 1));
    RnsBasis wideSource = new RnsBasis(Primes.largestBelow(WIDE_SOURCE_BITS, logN, 1, Set.of(q)));
    weights.add(scalar.conversionWeights(wideSource, 1));
  }

  /// How many variants of a kernel run on this limb. Transforms run on all limbs, for their passes
  /// differ; other kernels on one.
  int variants(Kernel kernel) {
    return switch (kernel) {
      case FORWARD, INVERSE -> 1;
      case INNER_PRODUCT -> isForRows ? SUMS + PAIRS : 0;
      case GATHER -> isForRows ? weights.size() : 0;
      case MUL -> isForRows ? 2 : 0;
      case DIGIT_SUMS -> isForRows ? DigitOps.MAX_ROWS : 0;
      case JOIN -> isForRows ? scalarCombination.joins() : 0;
      case SPLIT,
          ADD,
          SUB,
          NEG,
          MUL_ADD,
          MUL_SCALAR,
          SUB_MUL_SCALAR,
          SCALE_TO_CANONICAL,
          PERMUTE,
          FROM_WORDS,
          TO_WORDS ->
          isForRows ? 1 : 0;
    };
  }

  /// Runs one variant of a kernel once.
  void run(Kernel kernel, int variant, boolean useVector) {
    LimbKernels k = useVector ? vector : scalar;
    int second = degree;
    int third = 2 * degree;
    WarmUpCombination combination = useVector ? vectorCombination : scalarCombination;
    switch (kernel) {
      case DIGIT_SUMS -> combination.sums(variant + 1);
      case SPLIT -> combination.split(rows);
      case JOIN -> combination.join(variant, rows);
      case FORWARD -> k.forward(rows, 0, rows, third);
      case INVERSE -> k.inverse(rows, 0, rows, third);
      case ADD -> k.add(rows, 0, rows, second, rows, third);
      case SUB -> k.sub(rows, 0, rows, second, rows, third);
      case NEG -> k.neg(rows, 0, rows, third);
      case MUL -> product(k, variant);
      case MUL_ADD -> k.mulAdd(rows, 0, rows, second, rows, 0, rows, third);
      case MUL_SCALAR -> k.mulScalar(rows, 0, 1, rows, third);
      case SUB_MUL_SCALAR -> k.subMulScalar(rows, 0, rows, second, 1, rows, third);
      case SCALE_TO_CANONICAL -> k.scaleToCanonical(rows, 0, 1, 1, rows, third);
      case PERMUTE -> k.permute(rows, 0, automorphism, rows, third);
      case INNER_PRODUCT -> innerProduct(k, variant);
      case GATHER -> k.gather(operands, offsets, weights.get(variant), 0, degree, rows, third);
      case FROM_WORDS -> k.fromWords(words, degree, rows, third);
      case TO_WORDS -> k.toWords(rows, 0, words, degree);
    }
  }

  private void product(LimbKernels k, int variant) {
    int b = degree;
    int out = 2 * degree;
    if (variant == 0) {
      k.mul(rows, 0, rows, b, rows, out);
    } else {
      k.tensorProduct(rows, 0, rows, 0, rows, b, rows, b, rows, out, rows, out, rows, out);
    }
  }

  private void innerProduct(LimbKernels k, int variant) {
    int out = 2 * degree;
    if (variant < SUMS) {
      int terms = variant < MOST_TERMS ? variant + 1 : 2 * MOST_TERMS;
      k.innerProduct(operands, offsets, operands, offsets, terms, rows, out);
    } else {
      int pair = variant - SUMS + 1;
      int terms = pair < PAIRS ? pair : 2 * FastOps.PAIR_TERMS;
      k.innerProductPair(
          operands, offsets, operands, offsets, operands, offsets, terms, rows, degree, rows, out);
    }
  }
}
