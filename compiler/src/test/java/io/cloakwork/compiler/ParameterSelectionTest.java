package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSelectionTest {

  private static OptionalInt smallestRing(int depth, int scale) {
    return IntStream.rangeClosed(ParameterSelection.MIN_LOG_N, ParameterSelection.MAX_LOG_N)
        .filter(logN ->
            ParameterSelection.best(
                    logN, depth, scale, scale, SecurityPolicy.GUIDELINES_2024, false)
                .isPresent())
        .findFirst();
  }

  /// Depths at which the smallest secure ring changes: 50 + 40·depth bits and one special prime of
  /// 50 must fit 214, 430, 868 and 1747 bits.
  @ParameterizedTest
  @CsvSource({"1, 13", "2, 13", "3, 14", "8, 14", "9, 15", "19, 15", "20, 16", "41, 16"})
  void aScaleOf40NeedsThisRing(int depth, int logN) {
    assertThat(smallestRing(depth, 40)).hasValue(logN);
  }

  @ParameterizedTest
  @CsvSource({"21, 36, 15", "21, 37, 16", "25, 31, 15"})
  void smallerScalesFitSmallerRings(int depth, int scale, int logN) {
    assertThat(smallestRing(depth, scale)).hasValue(logN);
  }

  /// Where a smaller scale would gain little time, it stays wide.
  @ParameterizedTest
  @CsvSource({"14, 3", "14, 5"})
  void precisionIsNotGivenAwayForNothing(int logN, int depth) {
    assertThat(best(logN, depth, 25).logScale()).isGreaterThan(36);
  }

  @ParameterizedTest
  @CsvSource({"15, 21, 25", "15, 21, 32", "14, 6, 25", "13, 2, 40"})
  void everyChoiceIsSecureAndWithinItsBounds(int logN, int depth, int minScale) {
    Parameters parameters = best(logN, depth, minScale).validate();
    assertThat(parameters.maxLevel()).isEqualTo(depth);
    assertThat(parameters.securityBits()).isEqualTo(128);
    assertThat(parameters.logScale()).isBetween(minScale, 40);
  }

  private static ParametersLiteral best(int logN, int depth, int minScale) {
    return ParameterSelection.best(logN, depth, minScale, 40, SecurityPolicy.GUIDELINES_2024, false)
        .orElseThrow()
        .literal();
  }
}
