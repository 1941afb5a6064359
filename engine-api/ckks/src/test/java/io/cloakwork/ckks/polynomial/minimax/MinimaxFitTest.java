package io.cloakwork.ckks.polynomial.minimax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.Parity;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinimaxFitTest {

  private static final int SAMPLES = 40_000;

  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.of(
          "relu", x -> Math.max(0, x),
          "abs", Math::abs,
          "elu", x -> x > 0 ? x : Math.expm1(x),
          "leaky", x -> x > 0 ? x : 0.01 * x,
          "sigmoid", x -> 1 / (1 + Math.exp(-x)),
          "silu", x -> x / (1 + Math.exp(-x)),
          "inverse", x -> 1 / x,
          "step", x -> Math.clamp(50 * x, -1, 1));

  /// The theorem of Chebyshev, both ways: alternation, checked on samples that the fit does not
  /// know, and no larger error anywhere.
  @ParameterizedTest
  @CsvSource({
    "relu, -1, 1, 2",
    "relu, -3, 10, 7",
    "relu, -1, 1, 27",
    "relu, -20, 4, 63",
    "abs, -1, 1, 15",
    "abs, -2, 2, 62",
    "elu, -4, 4, 15",
    "leaky, -6, 6, 31",
    "sigmoid, -8, 8, 9",
    "sigmoid, -50, 50, 63",
    "silu, -8, 8, 1",
    "silu, -8, 8, 15",
    "silu, -8, 8, 31",
    "inverse, 0.01, 1, 31",
    "step, -1, 1, 63"
  })
  void errorsAlternateAtDegreePlusTwoPoints(String name, double low, double high, int degree) {
    DoubleUnaryOperator f = FUNCTIONS.get(name);
    MinimaxFit fit = MinimaxFit.fit(f, low, high, degree);
    assertThat(fit.error()).isLessThan(fit.bound() * (1 + 1e-6));
    int alternations = 0;
    double last = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      double x = (low + high - (high - low) * Math.cos(Math.PI * i / SAMPLES)) / 2;
      double error = f.applyAsDouble(x) - fit.evaluate(x);
      assertThat(Math.abs(error)).as("at %s", x).isLessThan(fit.error() * (1 + 1e-6));
      boolean extreme = Math.abs(error) > 0.98 * fit.error();
      if (extreme && Math.signum(error) != Math.signum(last)) {
        alternations++;
        last = error;
      }
    }
    assertThat(alternations).isGreaterThanOrEqualTo(degree + 2);
  }

  /// E_n(|x|) on [−1, 1] for even n: n·E_n falls to Bernstein's constant, 0.280169….
  @Test
  void absFollowsBernstein() {
    for (int degree : new int[] {16, 32, 62, 126}) {
      double scaled = degree * MinimaxFit.fit(Math::abs, -1, 1, degree).error();
      assertThat(scaled).isBetween(0.279, 0.2802);
    }
  }

  @Test
  void knownFits() {
    MinimaxFit parabola = MinimaxFit.fit(Math::abs, -1, 1, 2);
    assertThat(parabola.error()).isCloseTo(0.125, within(1e-12));
    assertThat(parabola.evaluate(0.5)).isCloseTo(0.375, within(1e-12));
    MinimaxFit exact = MinimaxFit.fit(x -> 3 * x * x - x, -2, 5, 9);
    assertThat(exact.error()).isLessThan(1e-11);
    MinimaxFit constant = MinimaxFit.fit(Math::exp, 0, 1, 0);
    assertThat(constant.error()).isCloseTo((Math.E - 1) / 2, within(1e-9));
    // A fit that reaches rounding stays there.
    assertThat(MinimaxFit.fit(Math::exp, -1, 1, 60).error()).isLessThan(1e-13);
  }

  @Test
  void relativeErrors() {
    MinimaxFit fit = MinimaxFit.fitRelative(x -> 1 / x, 0.1, 1, 8);
    assertThat(fit.error()).isLessThan(fit.bound() * (1 + 1e-6));
    for (int i = 0; i <= 1000; i++) {
      double x = 0.1 + 0.9 * i / 1000;
      assertThat(Math.abs(1 - x * fit.evaluate(x))).isLessThan(fit.error() * (1 + 1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 3",
    "0.5, 15",
    "0.1, 9",
    "0.1, 31",
    "0.0078125, 15",
    "0.0001220703125, 27",
    "0.99, 3"
  })
  void signFitsAlternateToo(double epsilon, int degree) {
    OddSignFit fit = OddSignFit.of(epsilon, degree);
    assertThat(fit.error()).isLessThan(fit.bound() * (1 + 1e-4));
    assertThat(fit.polynomial().parity()).isEqualTo(Parity.ODD);
    int alternations = 0;
    double last = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      double x = Math.pow(epsilon, 1 - (double) i / SAMPLES);
      double error = 1 - fit.polynomial().evaluate(x);
      assertThat(Math.abs(error)).isLessThan(fit.error() * (1 + 1e-6) + 1e-12);
      if (Math.abs(error) > 0.98 * fit.error() && Math.signum(error) != Math.signum(last)) {
        alternations++;
        last = error;
      }
    }
    // x·r(x²) with (degree + 1)/2 coefficients.
    assertThat(alternations).isGreaterThanOrEqualTo((degree + 1) / 2 + 1);
  }

  @Test
  void whatHasNoFitIsRefused() {
    assertThatThrownBy(() -> MinimaxFit.fit(x -> 1 / x, -1, 1, 4))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessageContaining("the function is")
        .hasMessageContaining("a fit needs finite values");
    assertThatThrownBy(() -> MinimaxFit.fit(x -> x, 1, 1, 4))
        .hasMessage("[1.0, 1.0] is not an interval");
    assertThatThrownBy(() -> MinimaxFit.fit(x -> x, 0, 1, 256))
        .hasMessage("a fit of degree 256: it must be in [0, 255]");
    assertThatThrownBy(() -> OddSignFit.of(0.1, 4))
        .hasMessage("a sign fit of degree 4: it must be odd, in [1, 127]");
    assertThatThrownBy(() -> OddSignFit.of(0.99, 31)).hasMessageContaining("smaller degree");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void epsilonIsBetweenZeroAndOne(double epsilon) {
    assertThatThrownBy(() -> OddSignFit.of(epsilon, 3)).hasMessageContaining("is not in (0, 1)");
  }
}
