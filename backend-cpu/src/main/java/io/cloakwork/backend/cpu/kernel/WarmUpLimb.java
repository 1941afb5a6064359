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
  /// inner pass, reduced on the way (large primes) or not, for 8 and for 4 lanes. The first is for
  /// the element-wise kernels.
  private static final int[][] FAST = {
    {8, 50}, {5, 50}, {6, 50}, {7, 50}, {9, 50}, {10, 45}, {11, 50}, {12, 50}, {13, 50}
  };

  private static final int[][] WIDE = {{8, 60}, {5, 60}, {6, 60}, {7, 60}, {9, 60}, {10, 60}};

  private static final int MOST_TERMS = FastOps.SUM_TERMS;
  private static final int WIDE_SOURCE_BITS = 61;

  private final LimbKernels scalar;
  private final LimbKernels vector;
  private final int degree;
  private final Rows rows;
  private final long[] words = new long[LimbKernels.STAGING_WORDS];
  private final Rows[] operands = new Rows[2 * MOST_TERMS];
  private final int[] offsets = new int[2 * MOST_TERMS];
  private final List<GatherWeights> weights = new ArrayList<>();
  private final Permutation permutation;

  /// Makes the kernels of a limb that are all scalar or all vector.
  interface KernelMaker {
    LimbKernels make(int logN, Modulus modulus, boolean vector);
  }

  /// Makes the limbs of a warm-up.
  record Factory(KernelMaker maker) {

    List<WarmUpLimb> fastLane() {
      return Arrays.stream(FAST).map(this::limb).toList();
    }

    List<WarmUpLimb> wideLane() {
      return Arrays.stream(WIDE).map(this::limb).toList();
    }

    private WarmUpLimb limb(int[] logNAndBits) {
      return new WarmUpLimb(maker, logNAndBits[0], logNAndBits[1]);
    }
  }

  private WarmUpLimb(KernelMaker maker, int logN, int bits) {
    Modulus q = Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
    scalar = maker.make(logN, q, false);
    vector = maker.make(logN, q, true);
    degree = 1 << logN;
    rows = Rows.allocate(3 * degree, 3 * degree);
    Arrays.fill(operands, rows);
    permutation = Permutation.ofEvaluations(scalar.layout(), GaloisElement.rotation(logN, 5, 1));
    List<Modulus> sources =
        new ArrayList<>(
            Primes.largestBelow(Modulus.FAST_LANE_BITS, logN, MOST_TERMS + 1, Set.of(q)));
    sources.removeLast();
    IntStream.rangeClosed(1, MOST_TERMS)
        .mapToObj(count -> new RnsBasis(sources.subList(0, count)))
        .forEach(from -> weights.add(scalar.conversionWeights(from, 1)));
    RnsBasis wideSource = new RnsBasis(Primes.largestBelow(WIDE_SOURCE_BITS, logN, 1, Set.of(q)));
    weights.add(scalar.conversionWeights(wideSource, 1));
  }

  /// Runs all variants of a kernel once.
  void run(Kernel kernel, boolean useVector) {
    LimbKernels k = useVector ? vector : scalar;
    int second = degree;
    int third = 2 * degree;
    switch (kernel) {
      case FORWARD -> k.forward(rows, 0, rows, third);
      case INVERSE -> k.inverse(rows, 0, rows, third);
      case ADD -> k.add(rows, 0, rows, second, rows, third);
      case SUB -> k.sub(rows, 0, rows, second, rows, third);
      case NEG -> k.neg(rows, 0, rows, third);
      case MUL -> k.mul(rows, 0, rows, second, rows, third);
      case MUL_ADD -> k.mulAdd(rows, 0, rows, second, rows, 0, rows, third);
      case MUL_SCALAR -> k.mulScalar(rows, 0, 1, rows, third);
      case SUB_MUL_SCALAR -> k.subMulScalar(rows, 0, rows, second, 1, rows, third);
      case SCALE_TO_CANONICAL -> k.scaleToCanonical(rows, 0, 1, 1, rows, third);
      case PERMUTE -> k.permute(rows, 0, permutation, rows, third);
      case INNER_PRODUCT -> innerProducts(k, third);
      case GATHER -> {
        for (GatherWeights w : weights) {
          k.gather(operands, offsets, w, 0, degree, rows, third);
        }
      }
      case FROM_WORDS -> k.fromWords(words, degree, rows, third);
      case TO_WORDS -> k.toWords(rows, 0, words, degree);
    }
  }

  private void innerProducts(LimbKernels k, int out) {
    for (int terms = 1; terms <= MOST_TERMS; terms++) {
      k.innerProduct(operands, offsets, operands, offsets, terms, rows, out);
    }
    k.innerProduct(operands, offsets, operands, offsets, 2 * MOST_TERMS, rows, out);
  }
}
