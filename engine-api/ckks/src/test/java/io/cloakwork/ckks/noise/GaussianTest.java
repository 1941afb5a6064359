package io.cloakwork.ckks.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianTest {

  /// Values of the tables in Abramowitz and Stegun, 7.1, on both sides of where the method changes.
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0.5, 0.4795001221869535",
    "1, 0.15729920705028513",
    "1.4, 0.04771488023735119",
    "1.6, 0.02365161665535600",
    "2, 0.004677734981047266",
    "3, 2.209049699858544e-5",
    "5, 1.5374597944280349e-12"
  })
  void complementaryErrorFunction(double x, double expected) {
    assertThat(Gaussian.erfc(x)).isCloseTo(expected, Offset.offset(expected * 1e-6));
  }
}
