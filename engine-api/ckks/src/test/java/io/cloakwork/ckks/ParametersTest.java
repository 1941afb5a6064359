package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Parameters.Digit;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

  /// log QP is that of the bits in the preset's documentation.
  @ParameterizedTest
  @CsvSource({
    "P1, 12, 40, 2, 180",
    "P2, 13, 40, 7, 430",
    "P3, 14, 40, 18, 868",
    "P4, 15, 40, 30, 1740",
    "P5, 15, 40, 33, 1746",
    "F12, 11, 29, 1, 106",
    "F13, 12, 32, 4, 213",
    "D14, 13, 32, 9, 406",
    "D15, 14, 35, 21, 862",
    "D15-FAST, 14, 35, 18, 827",
    "D16, 15, 35, 41, 1738",
    "H15, 14, 45, 16, 866",
    "H16, 15, 45, 29, 1731"
  })
  void presetsAre128BitSecureAndWithinTheFastLane(
      String name, int logSlots, int logScale, int levels, double logQP) {
    Parameters parameters = Presets.named(name).validate();
    assertThat(parameters.logQP()).isCloseTo(logQP, within(0.01));
    assertThat(parameters.slots()).isEqualTo(1 << logSlots);
    assertThat(parameters.maxLevel()).isEqualTo(levels);
    assertThat(parameters.securityBits()).isEqualTo(128);
    assertThat(parameters.defaultScale()).isEqualTo(Math.pow(2, logScale));
    assertThat(parameters.chain().extendedAtLevel(parameters.maxLevel()).moduli())
        .allMatch(modulus -> modulus.isFastLane());
  }

  @Test
  void presetsAreFoundByName() {
    assertThat(Presets.allNames()).hasSize(13).doesNotHaveDuplicates();
    assertThat(Presets.allNames()).startsWith("P1", "P2", "P3", "P4", "P5");
    assertThat(Presets.names()).containsExactly("P1", "P2", "P3", "P4", "P5");
    for (String name : Presets.allNames()) {
      Parameters parameters = Presets.named(name).validate();
      double drift = 0;
      for (int level = 1; level <= parameters.maxLevel(); level++) {
        double prime = parameters.chain().chainQ().get(level).value();
        drift = Math.max(drift, Math.abs(prime / parameters.defaultScale() - 1));
      }
      assertThat(drift).as("%s: primes are near the scale", name).isLessThan(0.01);
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
