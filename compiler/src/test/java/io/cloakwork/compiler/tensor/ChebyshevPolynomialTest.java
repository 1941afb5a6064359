package io.cloakwork.compiler.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChebyshevPolynomialTest {

  @Test
  void agreesWithTheCosineDefinition() {
    double[] coefficients = {0.5, -1.25, 0, 3, 0.125};
    ChebyshevPolynomial p = new ChebyshevPolynomial(-3, 5, coefficients);
    for (double x = -3; x <= 5; x += 0.25) {
      double angle = Math.acos((x - 1) / 4);
      double expected = 0;
      for (int k = 0; k < coefficients.length; k++) {
        expected += coefficients[k] * Math.cos(k * angle);
      }
      assertThat(p.apply(x)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void dropsZerosAtTheEndAndRefusesWhatIsNoPolynomial() {
    assertThat(new ChebyshevPolynomial(0, 1, 2, 3, 0, 0).degree()).isEqualTo(1);
    assertThatThrownBy(() -> new ChebyshevPolynomial(1, 1, 2)).hasMessageContaining("[1.0, 1.0]");
    assertThatThrownBy(() -> new ChebyshevPolynomial(0, 1)).hasMessageContaining("coefficients");
    assertThatThrownBy(() -> new ChebyshevPolynomial(0, 1, Double.NaN)).hasMessageContaining("NaN");
  }
}
