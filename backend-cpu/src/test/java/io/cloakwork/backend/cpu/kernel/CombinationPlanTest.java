package io.cloakwork.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.cpu.kernel.CombinationPlan.Group;
import io.cloakwork.backend.cpu.kernel.CombinationPlan.Segment;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a plan promises: the matrix modulo the prime, in sums that doubles hold exactly.
class CombinationPlanTest {

  private static final long SEED = 20_261_206L;

  private static CombinationKernels kernels(Modulus q) {
    DigitOps ops = new ScalarDigitOps();
    return CombinationKernels.of(q, ops, ops, new KernelReadiness());
  }

  private static CombinationPlan plan(ScalarMatrix matrix, Modulus q) {
    int[] rows = IntStream.range(0, matrix.rows()).toArray();
    return CombinationPlan.of(matrix, rows, kernels(q));
  }

  @ParameterizedTest
  @CsvSource({
    "24, 20", "26, 26", "27, 26", "40, 20", "40, 30", "45, 28", "50, 26", "50, 62", "30, 62",
    "51, 31", "60, 30", "61, 26", "61, 62"
  })
  void segmentsAreExactAndAddUpToTheMatrix(int bits, int weightBits) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Modulus q = RowFixture.prime(bits, 5);
    long[][] weights = new long[9][70];
    for (long[] row : weights) {
      Arrays.setAll(row, _ -> random.nextLong() >> (Long.SIZE - 1 - weightBits));
      row[random.nextInt(row.length)] = (1L << weightBits) - 1;
      row[random.nextInt(row.length)] = 0;
    }
    CombinationPlan plan = plan(ScalarMatrix.dense(weights), q);
    for (Group group : plan.groups()) {
      for (int r = 0; r < group.rows(); r++) {
        assertSegmentsExact(plan, group, r, kernels(q).largestDigit());
        long[] row = weights[plan.row(group.firstRow() + r)];
        assertThat(weightsOf(plan, group, r, q, row.length))
            .isEqualTo(Arrays.stream(row).map(q::reduce).toArray());
      }
    }
  }

  private static void assertSegmentsExact(
      CombinationPlan plan, Group group, int r, double largestDigit) {
    for (Segment segment : group.segments()) {
      double sum = 0;
      for (int k = segment.first(); k < segment.last(); k++) {
        sum += Math.abs(weight(plan, group, segment, k, r)) * largestDigit;
      }
      assertThat(sum).isLessThanOrEqualTo(0x1p53);
      assertThat(segment.last()).isGreaterThan(segment.first());
    }
    Segment[] segments = group.segments();
    for (int s = 0; s < segments.length; s++) {
      assertThat(segments[s].factor() == 0).isEqualTo(s == 0);
      assertThat(segments[s].isLast()).isEqualTo(s == segments.length - 1);
    }
  }

  private static double weight(
      CombinationPlan plan, Group group, Segment segment, int term, int r) {
    return plan.weights()[segment.weight() + (term - segment.first()) * group.rows() + r];
  }

  /// A row of the matrix by Horner's rule over the segments.
  private static long[] weightsOf(CombinationPlan plan, Group group, int r, Modulus q, int length) {
    BigInteger[] row = new BigInteger[length];
    Arrays.fill(row, BigInteger.ZERO);
    for (Segment segment : group.segments()) {
      for (int c = 0; c < length; c++) {
        row[c] = row[c].multiply(BigInteger.valueOf(segment.factor()));
      }
      for (int k = segment.first(); k < segment.last(); k++) {
        int column = plan.columns()[k];
        long weight = (long) weight(plan, group, segment, k, r);
        row[column] = row[column].add(BigInteger.valueOf(weight));
      }
    }
    return Arrays.stream(row).mapToLong(q::reduce).toArray();
  }

  /// One sum and one join a row, for which the digits of wide primes are balanced.
  @Test
  void eightWeightsOfThirtyBitsAreOneSegmentAtAWidePrime() {
    long[][] weights = new long[6][8];
    Arrays.stream(weights).forEach(row -> Arrays.fill(row, (1L << 30) - (1L << 15)));
    CombinationPlan plan = plan(ScalarMatrix.dense(weights), RowFixture.prime(60, 5));
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.groups()[0].segments()).hasSize(1);
  }

  /// The channels of a convolution read the same columns, wherever they are among the rows.
  @Test
  void rowsWithTheSameColumnsAreMadeTogether() {
    ScalarMatrix.Builder matrix = ScalarMatrix.builder(40);
    for (int channel = 0; channel < 5; channel++) {
      for (int place = 0; place < 7; place++) {
        for (int tap = 0; tap < 4; tap++) {
          matrix.add(5 * place + tap, 1 + channel);
        }
        matrix.endRow();
      }
    }
    CombinationPlan plan = plan(matrix.build(), RowFixture.prime(40, 5));
    assertThat(plan.groups()).hasSize(7).allMatch(group -> group.rows() == 5);
    assertThat(plan.columns()).hasSize(7 * 4);
    assertThat(IntStream.range(0, 35).map(plan::row).sorted().toArray())
        .isEqualTo(IntStream.range(0, 35).toArray());
    for (Group group : plan.groups()) {
      assertThat(
              IntStream.range(0, 5).map(r -> plan.row(group.firstRow() + r) % 7).distinct().count())
          .isEqualTo(1);
    }
  }

  @Test
  void denseRowsAreMadeSixAtATime() {
    long[][] weights = new long[20][3];
    Arrays.stream(weights).forEach(row -> Arrays.fill(row, 7));
    CombinationPlan plan = plan(ScalarMatrix.dense(weights), RowFixture.prime(50, 5));
    assertThat(Arrays.stream(plan.groups()).mapToInt(Group::rows).toArray())
        .containsExactly(6, 6, 6, 2);
  }
}
