package io.cloakwork.bench.nets;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.PrecisionStatistics;
import org.junit.jupiter.api.Test;

class AnswerPrecisionTest {

  private final AnswerPrecision precision = new AnswerPrecision();

  @Test
  void theLargestErrorCountsAgainstTheLargestOutputOfAll() {
    precision.add(new double[] {0.001, 0}, new double[] {0.001, 0.0009765625});
    assertThat(precision.bits()).isBetween(0.0, 0.1);
    precision.add(new double[] {-4, 1}, new double[] {-4, 1});
    assertThat(precision.bits()).isEqualTo(12);
  }

  @Test
  void exactAnswersHaveAsManyBitsAsAnybody() {
    precision.add(new double[] {1}, new double[] {1});
    assertThat(precision.bits()).isEqualTo(PrecisionStatistics.MAX_BITS);
  }

  @Test
  void errorsOfNothingButZerosCountAsTheyAre() {
    precision.add(new double[] {0}, new double[] {0.125});
    assertThat(precision.bits()).isEqualTo(3);
  }
}
