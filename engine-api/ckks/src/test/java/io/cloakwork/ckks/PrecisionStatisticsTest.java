package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.encoding.SlotVector;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrecisionStatisticsTest {

  @Test
  void bitsOfKnownErrors() {
    SlotVector expected = SlotVector.real(1, 2, 3, 4);
    SlotVector found =
        SlotVector.complex(
            new double[] {1 + 0x1p-10, 2 - 0x1p-20, 3 + 0x1p-12, 4},
            new double[] {0, 0, 0, 0x1p-8});
    PrecisionStatistics statistics = PrecisionStatistics.of(expected, found);
    assertThat(statistics.slots()).isEqualTo(4);
    assertThat(statistics.re().min()).isEqualTo(10);
    assertThat(statistics.re().max()).isEqualTo(PrecisionStatistics.MAX_BITS);
    assertThat(statistics.re().median()).isEqualTo(16);
    assertThat(statistics.re().average()).isEqualTo((10 + 20 + 12 + 64) / 4.0);
    assertThat(statistics.im().min()).isEqualTo(8);
    assertThat(statistics.norm().min()).isEqualTo(8);
    assertThat(statistics.norm().median()).isEqualTo(11);
    assertThat(statistics.toString().lines())
        .containsExactly(
            "precision of 4 slots in bits",
            "           min    avg    med    max  std dev of error",
            "real     10.00  26.50  16.00  64.00  2^-11.29",
            "imag      8.00  50.00  64.00  64.00  2^-9.21",
            "norm      8.00  12.50  11.00  20.00  2^-9.33");
  }

  @Test
  void gaussianErrors() {
    SplittableRandom random = new SplittableRandom(1);
    double[] found = new double[10_000];
    for (int i = 0; i < found.length; i++) {
      found[i] = 0x1p-20 * random.nextGaussian();
    }
    SlotVector expected = SlotVector.real(new double[found.length]);
    var statistics = PrecisionStatistics.of(expected, SlotVector.real(found));
    assertThat(statistics.re().standardDeviationBits()).isCloseTo(20, within(0.05));
    // Half of a Gaussian is within 0.6745 standard deviations.
    assertThat(statistics.re().median()).isCloseTo(20.568, within(0.05));
    assertThat(statistics.re().min()).isBetween(17.5, 18.5);
    assertThat(statistics.im().min()).isEqualTo(PrecisionStatistics.MAX_BITS);
  }

  @Test
  void batchesAreOneDistribution() {
    SlotVector zero = SlotVector.real(0, 0);
    var statistics =
        PrecisionStatistics.of(
            List.of(zero, zero), List.of(SlotVector.real(0.5, 0.25), SlotVector.real(0.125, 1)));
    assertThat(statistics.slots()).isEqualTo(4);
    assertThat(statistics.re().min()).isZero();
    assertThat(statistics.re().max()).isEqualTo(3);
    assertThatThrownBy(() -> PrecisionStatistics.of(zero, SlotVector.real(1)))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("2 slots expected and 1 found");
    assertThatThrownBy(() -> PrecisionStatistics.of(List.of(), List.of()))
        .hasMessage("the precision of no slots");
    assertThatThrownBy(() -> PrecisionStatistics.of(List.of(zero), List.of()))
        .hasMessage("1 vectors expected and 0 found");
  }
}
