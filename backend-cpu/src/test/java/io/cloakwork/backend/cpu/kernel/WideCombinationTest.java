package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Linear combinations over wide primes, scalar and of every vector width: against exact sums where
/// words and weights are as large as they get, and sums of digits at the bounds that
/// [CombinationPlan] promises.
class WideCombinationTest {

  private static final long SEED = 20_261_122L;
  private static final int AT = 3;

  /// What joins may meet: sums of digits times weights of 2^53 ÷ [WordDigits#LARGEST] together.
  private static final long LARGEST_SUM = (long) (0x1p53 / WordDigits.LARGEST * WordDigits.HALF);

  private static final long LARGEST_TOP_SUM =
      (long) (0x1p53 / WordDigits.LARGEST * WordDigits.TOP_HALF);

  /// How weights are chosen.
  enum Weights {
    /// All 2^30, for which a segment ends after every seventh.
    LARGEST_UNSPLIT(30),
    /// All one more: the least that is split.
    LEAST_SPLIT(30),
    ALTERNATING(30),
    RANDOM_SMALL(20),
    RANDOM(30),
    /// The magnitudes that a matrix may have.
    RANDOM_LARGE(62);

    private final int bits;

    Weights(int bits) {
      this.bits = bits;
    }

    long[][] matrix(int rows, int columns, Random random) {
      long[][] weights = new long[rows][columns];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          weights[r][c] =
              switch (this) {
                case LARGEST_UNSPLIT -> 1L << bits;
                case LEAST_SPLIT -> -(1L << bits) - 1;
                case ALTERNATING -> ((r + c) % 2 == 0 ? 1 : -1) * ((1L << bits) - 1);
                case RANDOM_SMALL, RANDOM, RANDOM_LARGE ->
                    random.nextLong(1 - (1L << bits), 1L << bits);
              };
        }
      }
      return weights;
    }
  }

  private static int[] lanes() {
    int preferred = VectorSupport.probe(VectorMode.AUTO).lanes();
    System.out.println("seed " + SEED + ", preferred lanes " + preferred);
    return preferred >= 8 ? new int[] {1, 4, 8} : new int[] {1, 4};
  }

  private static CombinationKernels kernels(int lanes, Modulus q) {
    return new KernelFactory(lanes).makeUniformCombination(q, lanes > 1);
  }

  /// The largest primes of 51, 60 and 61 bits, for N = 64.
  private static Modulus[] primes() {
    return IntStream.of(51, 60, 61)
        .mapToObj(bits -> Primes.largestBelow(bits, 6, 1, Set.of()).getFirst())
        .toArray(Modulus[]::new);
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void combinationsAreExact(Weights kind) {
    Random random = new Random(SEED + kind.name().hashCode());
    for (int lanes : lanes()) {
      for (Modulus q : primes()) {
        assertExact(lanes, 6, q, kind.matrix(7, 8, random), random);
        assertExact(lanes, 6, q, kind.matrix(2, 300, random), random);
      }
      // Fewer words than a vector has.
      assertExact(lanes, 1, primes()[2], kind.matrix(3, 9, random), random);
    }
  }

  private static void assertExact(int lanes, int logN, Modulus q, long[][] weights, Random random) {
    int degree = 1 << logN;
    long[][] words = words(weights[0].length, degree, q, random);
    long[] offsets = new long[weights.length];
    Arrays.setAll(offsets, r -> r % 2 == 0 ? q.value() - 1 : random.nextLong(q.value()));
    ScalarMatrix matrix = ScalarMatrix.dense(weights);
    int[] rows = IntStream.range(0, weights.length).toArray();
    Combination combination = Combination.of(kernels(lanes, q), logN, matrix, rows, offsets);
    Rows[] in = rows(words.length, degree);
    Rows[] out = rows(weights.length, degree);
    for (int c = 0; c < words.length; c++) {
      System.arraycopy(words[c], 0, in[c].wide(), AT, degree);
    }
    double[] scratch = new double[AT + Combination.scratchWords(matrix, q, logN)];
    combination.run(in, at(in.length), out, at(out.length), 0, degree, scratch, AT);
    for (int r = 0; r < weights.length; r++) {
      assertThat(Arrays.copyOfRange(out[r].wide(), AT, AT + degree))
          .as("row %d of %s, %d lanes, q = %d", r, matrix, lanes, q.value())
          .isEqualTo(expected(weights[r], words, offsets[r], q));
      assertThat(out[r].wide()[AT - 1]).isZero();
      assertThat(out[r].wide()[AT + degree]).isZero();
    }
  }

  /// Columns of q − 1, of 0, and of random words with both among them.
  private static long[][] words(int columns, int degree, Modulus q, Random random) {
    long[][] words = new long[columns][];
    for (int c = 0; c < columns; c++) {
      words[c] = random.longs(degree, 0, q.value()).toArray();
      words[c][0] = q.value() - 1;
      words[c][1] = 0;
      if (degree > 4) {
        words[c][2] = c % 2 == 0 ? q.value() - 1 : 0;
        words[c][3] = q.value() / 2;
      }
    }
    return words;
  }

  private static Rows[] rows(int count, int degree) {
    return Stream.generate(() -> Rows.allocate(0, degree + 2 * AT))
        .limit(count)
        .toArray(Rows[]::new);
  }

  private static int[] at(int count) {
    int[] at = new int[count];
    Arrays.fill(at, AT);
    return at;
  }

  private static long[] expected(long[] weights, long[][] words, long offset, Modulus q) {
    long[] row = new long[words[0].length];
    for (int i = 0; i < row.length; i++) {
      BigInteger sum = BigInteger.valueOf(offset);
      for (int c = 0; c < weights.length; c++) {
        sum = sum.add(BigInteger.valueOf(weights[c]).multiply(BigInteger.valueOf(words[c][i])));
      }
      row[i] = q.reduce(sum);
    }
    return row;
  }

  static Stream<Arguments> vectors() {
    return Arrays.stream(lanes())
        .filter(lanes -> lanes > 1)
        .boxed()
        .flatMap(lanes -> Arrays.stream(primes()).map(q -> Arguments.of(lanes, q)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void digitsAreBalancedAndTheSameInVectors(int lanes, Modulus q) {
    int count = 64;
    long[] words = words(1, count, q, new Random(SEED + 1))[0];
    Rows in = Rows.allocate(0, count + AT);
    System.arraycopy(words, 0, in.wide(), AT, count);
    double[] digits = new double[3 * count];
    double[] vectorDigits = new double[3 * count];
    kernels(1, q).split(in, AT, count, digits, 0);
    kernels(lanes, q).split(in, AT, count, vectorDigits, 0);
    assertThat(bits(vectorDigits)).isEqualTo(bits(digits));
    for (int i = 0; i < count; i++) {
      double middle = digits[count + i];
      double top = digits[2 * count + i];
      assertThat(Math.abs(digits[i])).isLessThanOrEqualTo(WordDigits.HALF);
      assertThat(Math.abs(middle)).isLessThanOrEqualTo(WordDigits.HALF);
      assertThat(Math.abs(top)).isLessThanOrEqualTo(WordDigits.TOP_HALF);
      assertThat(WordDigits.CENTRE + ((long) top << 42) + ((long) middle << 21) + (long) digits[i])
          .isEqualTo(words[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void joinsAreExactUpToTheBounds(int lanes, Modulus q) {
    Random random = new Random(SEED + 2);
    int count = 64;
    double[] sums = new double[3 * count];
    for (int i = 0; i < count; i++) {
      sums[i] = sum(i & 3, LARGEST_SUM, random);
      sums[count + i] = sum(i >> 2 & 3, LARGEST_SUM, random);
      sums[2 * count + i] = sum(i >> 4 & 3, LARGEST_TOP_SUM, random);
    }
    long[] before = words(1, count, q, random)[0];
    long offset = q.value() - 1;
    for (long factor : new long[] {0, 1, q.reduce(1L << 30), q.value() - 1}) {
      long[] expected = new long[count];
      Arrays.setAll(
          expected,
          i ->
              q.reduce(
                  BigInteger.valueOf(before[i])
                      .multiply(BigInteger.valueOf(factor))
                      .add(BigInteger.valueOf((long) sums[i]))
                      .add(BigInteger.valueOf((long) sums[count + i]).shiftLeft(21))
                      .add(BigInteger.valueOf((long) sums[2 * count + i]).shiftLeft(42))
                      .add(BigInteger.valueOf(offset))));
      for (int width : new int[] {1, lanes}) {
        Rows out = Rows.allocate(0, count);
        System.arraycopy(before, 0, out.wide(), 0, count);
        if (factor == 0) {
          kernels(width, q).joinFirst(sums, 0, count, offset, out, 0);
        } else {
          kernels(width, q).joinNext(sums, 0, count, factor, offset, out, 0);
        }
        assertThat(out.wide()).as("%d lanes, factor %d", width, factor).isEqualTo(expected);
      }
    }
  }

  /// The bounds, zero or anything between.
  private static double sum(int kind, long bound, Random random) {
    return switch (kind) {
      case 0 -> bound;
      case 1 -> -bound;
      case 2 -> 0;
      default -> random.nextLong(-bound, bound);
    };
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
