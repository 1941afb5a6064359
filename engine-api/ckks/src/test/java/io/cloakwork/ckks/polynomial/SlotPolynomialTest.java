package io.cloakwork.ckks.polynomial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotPolynomialTest {

  private static final double ROUNDING = 1e-11;

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void chebyshevElementsAreCosines() {
    for (int k = 0; k < 40; k++) {
      double[] coefficients = new double[k + 1];
      coefficients[k] = 1;
      SlotPolynomial t = SlotPolynomial.uniform(Basis.CHEBYSHEV, coefficients);
      double angle = random.nextDouble(Math.PI);
      assertThat(t.evaluate(Math.cos(angle))).isCloseTo(Math.cos(k * angle), within(ROUNDING));
    }
  }

  @ParameterizedTest
  @EnumSource
  void divisionIsExactUpToRounding(Basis basis) {
    for (int round = 0; round < 50; round++) {
      int degree = 1 + random.nextInt(60);
      SlotPolynomial p = SlotPolynomial.uniform(basis, random.doubles(degree + 1, -1, 1).toArray());
      int least = basis == Basis.CHEBYSHEV ? degree / 3 + 1 : 1;
      int m = least + random.nextInt(degree - least + 2);
      double[] unit = new double[m + 1];
      unit[m] = 1;
      SlotPolynomial element = SlotPolynomial.uniform(basis, unit);
      SlotPolynomial.Division parts = p.dividedBy(m);
      double x = random.nextDouble(-1, 1);
      double together =
          parts.quotient().evaluate(x) * element.evaluate(x) + parts.remainder().evaluate(x);
      assertThat(together).as("seed %d", seed).isCloseTo(p.evaluate(x), within(ROUNDING));
      assertThat(parts.remainder().degree()).isLessThan(m);
    }
    SlotPolynomial long4 = SlotPolynomial.uniform(Basis.CHEBYSHEV, 1, 2, 3, 4);
    assertThatThrownBy(() -> long4.dividedBy(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parityIsSeenInTheCoefficients() {
    assertThat(SlotPolynomial.uniform(Basis.CHEBYSHEV, 0, 2, 0, 1).parity()).isEqualTo(Parity.ODD);
    assertThat(SlotPolynomial.uniform(Basis.POWER, 3, 0, 1).parity()).isEqualTo(Parity.EVEN);
    assertThat(SlotPolynomial.uniform(Basis.POWER, 3, 1e-300).parity()).isEqualTo(Parity.GENERAL);
    assertThat(SlotPolynomial.uniform(Basis.POWER, 0, 1, 0, 0).degree()).isEqualTo(1);
  }

  @Test
  void coefficientsMayDifferFromSlotToSlot() {
    SlotPolynomial p =
        SlotPolynomial.perSlot(
            Basis.POWER,
            List.of(SlotVector.real(1, 2), SlotVector.real(5, 5), SlotVector.real(0, -1)));
    assertThat(p.evaluate(3, 0)).isEqualTo(16);
    assertThat(p.evaluate(3, 1)).isEqualTo(8);
    assertThat(p.coefficient(1)).isEqualTo(new Coefficient.Uniform(5));
    assertThat(p).hasToString("POWER polynomial of degree 2, per slot");
    assertThatThrownBy(() ->
            SlotPolynomial.perSlot(
                Basis.POWER, List.of(SlotVector.real(1, 2), SlotVector.real(1, 2, 3))))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("coefficients for 2 and 3 slots");
    assertThatThrownBy(() -> SlotPolynomial.uniform(Basis.POWER, 1, Double.NaN))
        .hasMessage("the coefficient NaN is not finite");
  }
}
