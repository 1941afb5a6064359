package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector kernels of linear combinations against their scalar twins, bit by bit, in every
/// variant and also for rows that are too short for vectors.
class DigitTwinsTest {

  private static final long SEED = 20_261_205L;
  private static final int TERMS = 21;
  private static final int COLUMNS = 30;
  private static final int PANEL = 8;

  private final DigitOps scalar = new ScalarDigitOps();

  private static DigitOps vector(int lanes) {
    return lanes == 8 ? new DigitVectorOps8() : new DigitVectorOps4();
  }

  private static IntStream lanes() {
    int preferred = VectorSupport.probe(VectorMode.AUTO).lanes();
    System.out.println("seed " + SEED + ", preferred lanes " + preferred);
    return preferred >= 8 ? IntStream.of(8, 4) : IntStream.of(4);
  }

  static Stream<Arguments> sums() {
    return lanes()
        .boxed()
        .flatMap(lanes ->
            IntStream.rangeClosed(1, DigitOps.MAX_ROWS)
                .boxed()
                .flatMap(rows ->
                    Stream.of(16, 32, 64, 96).map(width -> Arguments.of(lanes, rows, width))));
  }

  static Stream<Arguments> conversions() {
    return lanes()
        .boxed()
        .flatMap(lanes ->
            Stream.of(14, 26, 27, 40, 49, 50)
                .flatMap(bits -> Stream.of(2, 32, 64).map(n -> Arguments.of(lanes, bits, n))));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void sums(int lanes, int rows, int width) {
    Random random = new Random(SEED);
    int sums = PANEL + COLUMNS * width;
    double[] scratch = new double[sums + rows * width + PANEL];
    Arrays.setAll(scratch, _ -> random.nextInt(-(1 << 24), 1 << 24));
    double[] weights = new double[3 + TERMS * rows];
    Arrays.setAll(weights, _ -> random.nextInt(-(1 << 22), 1 << 22));
    int[] at = random.ints(TERMS + 2, 0, COLUMNS).map(column -> column * width).toArray();
    agree(
        scratch,
        ops -> array -> ops.sums(rows, array, PANEL, width, at, 2, TERMS + 2, weights, 3, sums),
        lanes);
  }

  @ParameterizedTest
  @MethodSource("conversions")
  void splitsAndJoins(int lanes, int bits, int count) {
    Random random = new Random(SEED + 1);
    double q = (1L << bits) - 3;
    DigitOps.FastModulus modulus = new DigitOps.FastModulus(q, 1.0 / q);
    double[] row = random.doubles(count, -0.62 * q, 0.62 * q).map(Math::rint).toArray();
    double splitter = StrictMath.scalb(BalancedMath.ROUND, (bits + 1) / 2);
    agree(
        new double[3 * count],
        ops -> array -> ops.split(row, 0, count, splitter, array, count),
        lanes);
    double[] sums = random.doubles(2L * count, -0x1p52, 0x1p52).map(Math::rint).toArray();
    for (int digits = 1; digits <= 2; digits++) {
      int used = digits;
      agree(row, ops -> out -> ops.joinFirst(modulus, used, sums, 0, count, 17, out, 0), lanes);
      agree(
          row,
          ops -> out -> ops.joinNext(modulus, used, sums, 0, count, 1 << 12, -17, out, 0),
          lanes);
    }
  }

  /// Runs both twins on copies of `array` and compares every bit of it.
  private void agree(double[] array, Function<DigitOps, Consumer<double[]>> kernel, int lanes) {
    double[] expected = array.clone();
    double[] actual = array.clone();
    kernel.apply(scalar).accept(expected);
    kernel.apply(vector(lanes)).accept(actual);
    assertThat(expected).isNotEqualTo(array);
    assertThat(bits(actual)).isEqualTo(bits(expected));
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
