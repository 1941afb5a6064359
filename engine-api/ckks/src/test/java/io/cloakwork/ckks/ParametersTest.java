package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.Parameters.Digit;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {

  @Test
  void presetsAre128BitSecureAndWithinTheFastLane() {
    double[] logQP = {180, 430, 868, 1740, 1746};
    int[] slots = {1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 15};
    for (int i = 0; i < Presets.names().size(); i++) {
      Parameters parameters = Presets.named(Presets.names().get(i)).validate();
      assertThat(parameters.logQP()).isCloseTo(logQP[i], org.assertj.core.data.Offset.offset(0.01));
      assertThat(parameters.slots()).isEqualTo(slots[i]);
      assertThat(parameters.securityBits()).isEqualTo(128);
      assertThat(parameters.defaultScale()).isEqualTo(0x1p40);
      assertThat(parameters.chain().extendedAtLevel(parameters.maxLevel()).moduli())
          .allMatch(modulus -> modulus.isFastLane());
    }
    assertThatThrownBy(() -> Presets.named("P9"))
        .hasMessageContaining("P9")
        .hasMessageContaining("P5");
  }

  @Test
  void digitsCoverEveryLimbOnceAtEveryLevel() {
    Parameters parameters = Presets.named("P4").validate();
    assertThat(parameters.digitSize()).isEqualTo(11);
    assertThat(parameters.digits(30))
        .containsExactly(new Digit(0, 0, 11), new Digit(1, 11, 22), new Digit(2, 22, 31));
    assertThat(parameters.digits(11)).containsExactly(new Digit(0, 0, 11), new Digit(1, 11, 12));
    assertThat(parameters.digits(0)).containsExactly(new Digit(0, 0, 1));
    assertThatThrownBy(() -> parameters.digits(31)).isInstanceOf(LevelMismatchException.class);
  }

  @Test
  void theIdentityDependsOnEveryField() {
    ParametersLiteral literal = literal(10, List.of(50, 40, 40), List.of(50), 40, 3, 5);
    String id = literal.validate().id();
    assertThat(literal.validate().id()).isEqualTo(id).hasSize(64);
    assertThat(literal(11, List.of(50, 40, 40), List.of(50), 40, 3, 5).validate().id())
        .isNotEqualTo(id);
    assertThat(literal(10, List.of(50, 40), List.of(50), 40, 2, 5).validate().id())
        .isNotEqualTo(id);
    assertThat(literal(10, List.of(50, 40, 40), List.of(50), 39, 3, 5).validate().id())
        .isNotEqualTo(id);
    assertThat(literal(10, List.of(50, 40, 40), List.of(50), 40, 3, 3).validate().id())
        .isNotEqualTo(id);
  }

  @Test
  void whatIsWrongIsSaidWithItsValues() {
    List<Integer> q = List.of(50, 40, 40, 40);
    refused(literal(14, q, List.of(50), 40, 3, 5), "3 digits of 4 chain primes", "say 2");
    refused(literal(14, q, List.of(50), 40, 5, 5), "5 digits of 4 chain primes");
    refused(literal(14, q, List.of(50), 40, 2, 5), "P must not be smaller", "50.00", "90.00");
    refused(literal(14, q, List.of(50), 40, 4, 7), "generator 7");
    refused(literal(14, q, List.of(50), 171, 4, 5), "log scale 171");
    refused(literal(14, q, List.of(), 40, 4, 5), "0 special primes");
    refused(literal(14, List.of(62), List.of(50), 40, 1, 5), "62 bits");
    refused(literal(18, q, List.of(50), 40, 4, 5), "18");
    ParametersLiteral large = literal(13, q, List.of(50), 40, 4, 5);
    refused(large.withSecurity(SecurityPolicy.GUIDELINES_2024), "220.00", "214");
    refused(large.withSecurity(SecurityPolicy.STANDARD_2018), "220.00", "218");
    ParametersLiteral small = literal(11, List.of(30), List.of(30), 20, 1, 5);
    refused(small.withSecurity(SecurityPolicy.GUIDELINES_2024), "2^11");
    assertThat(small.validate().securityBits()).isZero();
  }

  @Test
  void theOlderTableIsWider() {
    ParametersLiteral literal =
        literal(13, List.of(50, 40, 40, 37), List.of(50), 40, 4, 3)
            .withSecurity(SecurityPolicy.STANDARD_2018);
    assertThat(literal.validate().securityBits()).isEqualTo(128);
    refused(literal.withSecurity(SecurityPolicy.GUIDELINES_2024), "217.0", "214");
    assertThat(SecurityTable.maxLogQP(SecurityPolicy.STANDARD_2018, 17)).isEmpty();
    assertThat(SecurityTable.maxLogQP(SecurityPolicy.GUIDELINES_2024, 17)).hasValue(3523);
  }

  private static void refused(ParametersLiteral literal, String... parts) {
    assertThatThrownBy(literal::validate)
        .isInstanceOf(InvalidParametersException.class)
        .hasMessageContainingAll(parts);
  }

  private static ParametersLiteral literal(
      int logN, List<Integer> q, List<Integer> p, int logScale, int digits, int generator) {
    return new ParametersLiteral(
        logN, q, p, logScale, digits, generator, SecurityPolicy.INSECURE_FOR_TESTING);
  }

  @Test
  void scalesMatchWithinTheToleranceOnly() {
    assertThat(Scales.match(0x1p40, 0x1p40 * (1 + 0x1p-41))).isTrue();
    assertThat(Scales.match(0x1p40, 0x1p40 * (1 + 0x1p-39))).isFalse();
    assertThatThrownBy(() -> Scales.requireMatch("add", 0x1p40, 0x1p79))
        .isInstanceOf(ScaleMismatchException.class)
        .hasMessage("add: scale mismatch: 2^40.00 and 2^79.00");
    assertThatThrownBy(() -> Scales.requireMatch("add", 0x1p40, 0x1p40 * (1 + 1e-6)))
        .hasMessage("add: scale mismatch: 2^40.00 and 2^40.000001443");
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Scales.requireValid(bad)).hasMessageContaining("scale");
    }
  }

  @Test
  void presetDigitsMatchTheirLists() {
    ParametersLiteral p2 = Presets.named("P2");
    assertThat(p2.qBits().subList(1, 8)).isEqualTo(Collections.nCopies(7, 40));
    assertThat(p2.validate().digits(7)).hasSize(p2.digitCount());
  }
}
