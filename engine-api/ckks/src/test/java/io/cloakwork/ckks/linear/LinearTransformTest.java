package io.cloakwork.ckks.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinearTransformTest {

  @Test
  void aMatrixActsOnRepeatedVectors() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] matrix = new double[8][];
    for (int i = 0; i < 8; i++) {
      matrix[i] = random.doubles(8, -1, 1).toArray();
    }
    double[] x = new double[32];
    for (int i = 0; i < 32; i++) {
      x[i] = i < 8 ? random.nextDouble() : x[i - 8];
    }
    LinearTransform transform = LinearTransform.ofMatrix(32, matrix);
    SlotVector y = transform.apply(SlotVector.real(x));
    for (int i = 0; i < 32; i++) {
      double expected = 0;
      for (int j = 0; j < 8; j++) {
        expected += matrix[i % 8][j] * x[j];
      }
      assertThat(y.re(i)).isCloseTo(expected, Offset.offset(1e-12));
      assertThat(y.im(i)).isZero();
    }
  }

  @Test
  void diagonalsAreRotatedByTheirGiantStep() {
    double[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    LinearTransform transform = LinearTransform.ofDiagonals(8, Map.of(3, SlotVector.real(values)));
    BsgsPlan plan = BsgsPlan.split(8, transform.offsets(), 2, 0);
    assertThat(plan.giantOf(3)).isEqualTo(2);
    assertThat(transform.diagonalFor(plan, 3).re()).containsExactly(6, 7, 0, 1, 2, 3, 4, 5);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SlotVector eight = SlotVector.real(new double[8]);
    assertThatThrownBy(() -> LinearTransform.ofDiagonals(16, Map.of(0, eight)))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("diagonal 0 has 8 values for 16 slots");
    assertThatThrownBy(() -> LinearTransform.ofDiagonals(8, Map.of(1, eight, -7, eight)))
        .hasMessageContaining("modulo 8");
    assertThatThrownBy(() -> LinearTransform.ofDiagonals(8, Map.of()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> LinearTransform.ofMatrix(8, new double[3][3]))
        .hasMessageContaining("3 rows");
    assertThatThrownBy(() -> LinearTransform.ofMatrix(8, new double[][] {{1}, {1, 2}}))
        .hasMessageContaining("row 0");
    assertThatThrownBy(
            () -> LinearTransform.ofDiagonals(8, Map.of(0, eight)).apply(SlotVector.real(1)))
        .hasMessageContaining("1 values");
  }
}
