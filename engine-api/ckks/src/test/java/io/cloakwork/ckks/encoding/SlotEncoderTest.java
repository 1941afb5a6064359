package io.cloakwork.ckks.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.EncodingException;
import io.cloakwork.ckks.ScaleMismatchException;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotEncoderTest {

  private static final long SEED = 42;

  @ParameterizedTest
  @CsvSource({"4, 5", "4, 3", "5, 5", "5, 3", "6, 5", "6, 3"})
  void slotsAreTheValuesAtThePowersOfTheGenerator(int logN, int generator) {
    SlotEncoder encoder = new SlotEncoder(logN, generator);
    int degree = 1 << logN;
    SplittableRandom random = new SplittableRandom(SEED);
    double[] coefficients = random.doubles(degree, -100, 100).toArray();
    double[] re = new double[encoder.slots()];
    double[] im = new double[encoder.slots()];
    encoder.toSlots(coefficients, 2, re, im);
    for (int j = 0; j < encoder.slots(); j++) {
      int exponent = GaloisElement.rotation(logN, generator, j).value();
      double sumRe = 0;
      double sumIm = 0;
      for (int k = 0; k < degree; k++) {
        double angle = Math.PI * ((long) exponent * k % (2L * degree)) / degree;
        sumRe += coefficients[k] * Math.cos(angle);
        sumIm += coefficients[k] * Math.sin(angle);
      }
      assertThat(re[j]).isCloseTo(sumRe / 2, Offset.offset(1e-10));
      assertThat(im[j]).isCloseTo(sumIm / 2, Offset.offset(1e-10));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3, 40", "10, 5, 40", "13, 5, 40", "14, 3, 30", "16, 5, 45"})
  void decodingUndoesEncodingToTheRoundingOfIntegers(int logN, int generator, int logScale) {
    SlotEncoder encoder = new SlotEncoder(logN, generator);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] re = random.doubles(encoder.slots(), -1, 1).toArray();
    double[] im = random.doubles(encoder.slots(), -1, 1).toArray();
    double[] coefficients = new double[1 << logN];
    double scale = Math.scalb(1.0, logScale);
    double largest = encoder.toCoefficients(re, im, scale, coefficients);
    assertThat(Arrays.stream(coefficients).map(Math::abs).max()).hasValue(largest);
    assertThat(Arrays.stream(coefficients)).allMatch(c -> c == Math.rint(c));
    double[] backRe = new double[encoder.slots()];
    double[] backIm = new double[encoder.slots()];
    encoder.toSlots(coefficients, scale, backRe, backIm);
    // A rounding error of at most 1/2 a coefficient: about √N/4 in a slot, at most N/2.
    double bound = Math.sqrt(1 << logN) * 3 / scale;
    for (int j = 0; j < re.length; j++) {
      assertThat(Math.hypot(backRe[j] - re[j], backIm[j] - im[j])).isLessThan(bound);
    }
  }

  @Test
  void oneConstantInEverySlotIsAConstantPolynomial() {
    SlotEncoder encoder = new SlotEncoder(8, 5);
    double[] ones = new double[encoder.slots()];
    Arrays.fill(ones, 0.75);
    double[] coefficients = new double[256];
    encoder.toCoefficients(ones, null, 0x1p20, coefficients);
    assertThat(coefficients[0]).isEqualTo(0.75 * 0x1p20);
    assertThat(Arrays.stream(coefficients).skip(1)).allMatch(c -> c == 0);
  }

  @Test
  void missingSlotsAreZero() {
    SlotEncoder encoder = new SlotEncoder(6, 5);
    double[] few = {1, -2, 3};
    double[] padded = Arrays.copyOf(few, encoder.slots());
    double[] a = new double[64];
    double[] b = new double[64];
    encoder.toCoefficients(few, null, 0x1p30, a);
    encoder.toCoefficients(padded, new double[0], 0x1p30, b);
    assertThat(a).isEqualTo(b);
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    SlotEncoder encoder = new SlotEncoder(4, 5);
    double[] out = new double[16];
    assertThatThrownBy(() -> encoder.toCoefficients(new double[9], null, 1, out))
        .isInstanceOf(EncodingException.class)
        .hasMessage("9 values do not fit 8 slots");
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      assertThatThrownBy(() -> encoder.toCoefficients(new double[] {bad}, null, 1e30, out))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("not finite");
    }
    assertThatThrownBy(() -> encoder.toCoefficients(new double[1], null, 0, out))
        .isInstanceOf(ScaleMismatchException.class);
  }

  @Test
  void residuesAreExactAtEverySize() {
    SplittableRandom random = new SplittableRandom(SEED);
    Modulus[] moduli = {Modulus.of(97), Modulus.of((1L << 61) - 1)};
    for (Modulus modulus : moduli) {
      for (int exponent = 0; exponent < 900; exponent += 7) {
        double x = Math.rint(Math.scalb(random.nextDouble(-2, 2), exponent));
        BigInteger expected =
            new BigDecimal(x).toBigIntegerExact().mod(BigInteger.valueOf(modulus.value()));
        assertThat(Residues.of(x, modulus)).isEqualTo(expected.longValueExact());
      }
    }
    long[] small = new long[4];
    Residues.ofSmall(new double[] {-96, -1, 0, 96}, moduli[0], small, 0);
    assertThat(small).containsExactly(1, 96, 0, 96);
  }

  @Test
  void scalarsRoundExactly() {
    assertThat(ExactScalar.round(0.5, 1)).isEqualTo(0);
    assertThat(ExactScalar.round(1.5, 1)).isEqualTo(2);
    assertThat(ExactScalar.round(-2.75, 0x1p80)).isEqualTo(BigInteger.valueOf(-11).shiftLeft(78));
    RnsBasis basis = RnsBasis.of(Modulus.of(97));
    assertThat(ExactScalar.residues(-48, 1, basis).get(0)).isEqualTo(49);
    assertThatThrownBy(() -> ExactScalar.residues(48.5000001, 1, basis))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("does not fit a modulus of 6.60 bits");
    assertThatThrownBy(() -> ExactScalar.round(Double.NaN, 1))
        .isInstanceOf(EncodingException.class);
  }
}
