package io.cloakwork.ckks.polynomial.minimax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.OperandMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompositesTest {

  private static final int SAMPLES = 20_000;

  @ParameterizedTest
  @CsvSource({"4, 6", "7, 10", "9, 13", "13, 18"})
  void signsKeepTheirPromise(int bits, int depth) {
    CompositeSign sign = CompositeSign.ofBits(bits);
    double promised = Math.pow(2, -bits);
    assertThat(sign.depth()).isEqualTo(depth);
    assertThat(sign.error()).isLessThanOrEqualTo(promised);
    double worst = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      double x = Math.pow(promised, 1 - (double) i / SAMPLES);
      worst = Math.max(worst, Math.abs(1 - sign.evaluate(x)));
      assertThat(sign.evaluate(-x)).isEqualTo(-sign.evaluate(x));
    }
    assertThat(worst).isBetween(0.9 * sign.error(), sign.error() * (1 + 1e-6));
    for (int i = 0; i <= 100; i++) {
      double x = promised * i / 100;
      assertThat(sign.evaluate(x)).isBetween(0.0, 1 + sign.error());
    }
  }

  /// J. Lee and others (arXiv 2105.10879) have ReLU of 13 bits with degrees 15, 15, 27.
  @ParameterizedTest
  @CsvSource({"5, 4", "7, 6", "10, 10", "13, 13"})
  void reluTakesALargerEpsilon(int bits, int depth) {
    CompositeSign sign = CompositeSign.forRelu(bits);
    assertThat(sign.reluError()).isLessThanOrEqualTo(Math.pow(2, -bits));
    assertThat(sign.depth()).isEqualTo(depth);
    double worst = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      for (double x : new double[] {(double) i / SAMPLES, Math.pow(2, -20.0 * i / SAMPLES)}) {
        worst = Math.max(worst, Math.abs(x - sign.evaluateRelu(x)));
        worst = Math.max(worst, Math.abs(sign.evaluateRelu(-x)));
      }
    }
    assertThat(worst).isBetween(0.9 * sign.reluError(), sign.reluError());
  }

  @Test
  void givenDegrees() {
    CompositeSign sign = CompositeSign.ofDegrees(Math.pow(2, -9), 15, 15, 27);
    assertThat(sign.degrees()).containsExactly(15, 15, 27);
    assertThat(sign.depth()).isEqualTo(13);
    assertThat(sign.reluError()).isLessThan(Math.pow(2, -13));
    assertThat(sign)
        .hasToString(
            "CompositeSign[epsilon 2^-9.00, error 2^-13.30, degrees [15, 15, 27], depth 13]");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1, 1e-3, 4", "0.5, 1, 1e-9, 5", "2, 20, 1e-6, 6", "0.01, 1, 1e-6, 9"})
  void inversesKeepTheirPromise(double low, double high, double error, int depth) {
    CompositeInverse inverse = CompositeInverse.of(low, high, error);
    assertThat(inverse.depth()).isEqualTo(depth);
    assertThat(inverse.relativeError()).isLessThanOrEqualTo(error);
    double worst = 0;
    for (int i = 0; i <= SAMPLES; i++) {
      double x = low + (high - low) * i / SAMPLES;
      worst = Math.max(worst, Math.abs(1 - x * inverse.evaluate(x)));
    }
    assertThat(worst).isBetween(0.9 * inverse.relativeError(), 1.0001 * inverse.relativeError());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> CompositeInverse.of(0, 1, 0.1))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("[0.0, 1.0] is not an interval of positive numbers");
    assertThatThrownBy(() -> CompositeInverse.of(1, 2, 2)).hasMessageContaining("not in (0, 1)");
    assertThatThrownBy(() -> CompositeSign.of(0.1, 0)).hasMessageContaining("not in (0, 1)");
    assertThatThrownBy(() -> CompositeSign.ofDegrees(0.1))
        .hasMessage("a composition of no polynomials");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31})
  void bitsAreBounded(int bits) {
    assertThatThrownBy(() -> CompositeSign.ofBits(bits))
        .hasMessage("a sign of %d bits: they must be in [1, 30]".formatted(bits));
    assertThatThrownBy(() -> CompositeSign.forRelu(bits))
        .hasMessage("a ReLU of %d bits: they must be in [2, 24]".formatted(bits));
  }
}
