package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSelectionTest {

  /// Depths at which the smallest secure ring changes: 50 + 40·depth bits and one special prime of
  /// 50 must fit 214, 430, 868 and 1747 bits.
  @ParameterizedTest
  @CsvSource({"1, 13", "2, 13", "3, 14", "8, 14", "9, 15", "19, 15", "20, 16", "41, 16"})
  void takesTheSmallestSecureRing(int depth, int logN) {
    List<ParametersLiteral> candidates =
        ParameterSelection.candidates(depth, 40, 1, SecurityPolicy.GUIDELINES_2024);
    assertThat(candidates.getFirst().logN()).isEqualTo(logN);
    for (ParametersLiteral literal : candidates) {
      Parameters parameters = literal.validate();
      assertThat(parameters.maxLevel()).isEqualTo(depth);
      assertThat(parameters.securityBits()).isEqualTo(128);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4096, 13", "2, 4097, 14", "2, 20000, 16"})
  void leavesRoomForTheInput(int depth, int slots, int logN) {
    assertThat(
            ParameterSelection.candidates(depth, 40, slots, SecurityPolicy.GUIDELINES_2024)
                .getFirst()
                .logN())
        .isEqualTo(logN);
  }
}
