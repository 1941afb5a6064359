package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.EncodedPolynomials;
import io.cloakwork.ckks.polynomial.Parity;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encrypted polynomials against clear ones, −log2 of the largest error.
class PolynomialEvaluationTest {

  private static final long SEED = 31;
  private static final double SCALE = 0x1p40;

  /// A fresh ciphertext of this ring has some 27 bits; errors grow with the derivative.
  private static final double BITS = 20;

  private static Setting setting;
  private static Parameters parameters;
  private static Evaluator evaluator;
  private static SplittableRandom random;
  private static double[] x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    List<Integer> q = new ArrayList<>(List.of(50));
    q.addAll(Collections.nCopies(7, 40));
    setting = new Setting(Setting.parameters(10, q, List.of(50, 50), 4, 5), SEED);
    parameters = setting.parameters;
    evaluator = setting.evaluator();
    random = new SplittableRandom(SEED);
    x = random.doubles(parameters.slots(), -1, 1).toArray();
    a = setting.client.encrypt(SlotVector.real(x));
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CHEBYSHEV, 1", "CHEBYSHEV, 2", "CHEBYSHEV, 3", "CHEBYSHEV, 5", "CHEBYSHEV, 7",
    "CHEBYSHEV, 12", "CHEBYSHEV, 15", "CHEBYSHEV, 27", "CHEBYSHEV, 31", "CHEBYSHEV, 63",
    "CHEBYSHEV, 127", "POWER, 1", "POWER, 4", "POWER, 7", "POWER, 15"
  })
  void uniformCoefficients(Basis basis, int degree) {
    for (Parity parity : Parity.values()) {
      SlotPolynomial p = random(basis, degree, parity);
      if (p.degree() > 0) {
        Ciphertext result = evaluator.polynomial(a, p);
        assertThat(result.level()).isEqualTo(a.level() - p.shape().depth());
        assertThat(result.scale()).isEqualTo(a.scale());
        check(result, p);
      }
    }
  }

  @Test
  void coefficientsForEverySlot() {
    for (Parity parity : Parity.values()) {
      List<SlotVector> coefficients = new ArrayList<>();
      for (int k = 0; k <= 13; k++) {
        boolean there = parity.allows(k);
        coefficients.add(
            SlotVector.real(
                random.doubles(parameters.slots(), -1, 1).map(c -> there ? c / 14 : 0).toArray()));
      }
      SlotPolynomial p = SlotPolynomial.perSlot(Basis.CHEBYSHEV, coefficients);
      check(evaluator.polynomial(a, p), p);
    }
  }

  @Test
  void severalPolynomialsAtAnyScale() {
    List<SlotPolynomial> all =
        List.of(
            random(Basis.CHEBYSHEV, 15, Parity.GENERAL),
            random(Basis.CHEBYSHEV, 13, Parity.ODD),
            random(Basis.CHEBYSHEV, 2, Parity.EVEN));
    PolynomialPlan plan = PolynomialPlan.of(all);
    double target = 0x1.3p37;
    try (var encoded =
        EncodedPolynomials.encode(setting.encoder, all, plan, a.level(), a.scale(), target)) {
      List<Ciphertext> results = evaluator.polynomials(a, encoded);
      for (int i = 0; i < all.size(); i++) {
        assertThat(results.get(i).scale()).isEqualTo(target);
        assertThat(results.get(i).level()).isEqualTo(a.level() - 4);
        check(results.get(i), all.get(i), BITS - 3);
      }
    }
  }

  @Test
  void theArgumentsScaleMayDrift() {
    Ciphertext drifted =
        setting.client.encrypt(List.of(SlotVector.real(x)), parameters.maxLevel(), 0x1.8p39);
    SlotPolynomial p = random(Basis.CHEBYSHEV, 15, Parity.GENERAL);
    Ciphertext result = evaluator.polynomial(drifted, p);
    assertThat(result.scale()).isEqualTo(drifted.scale());
    check(result, p, BITS - 3);
    Ciphertext far = setting.client.encrypt(List.of(SlotVector.real(x)), 7, 0x1p44);
    SlotPolynomial q = random(Basis.CHEBYSHEV, 63, Parity.GENERAL);
    assertThatThrownBy(() -> evaluator.polynomial(far, q)).isInstanceOf(CkksException.class);
  }

  @Test
  void aBatchIsItsItems() {
    double[] y = random.doubles(parameters.slots(), -1, 1).toArray();
    Ciphertext batch =
        setting.client.encrypt(List.of(SlotVector.real(x), SlotVector.real(y)), 4, SCALE);
    SlotPolynomial p = random(Basis.CHEBYSHEV, 9, Parity.GENERAL);
    List<SlotVector> items = setting.client.decrypt(evaluator.polynomial(batch, p));
    Setting.assertClose(items.get(0), clear(p, x), BITS);
    Setting.assertClose(items.get(1), clear(p, y), BITS);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SlotPolynomial p = random(Basis.CHEBYSHEV, 15, Parity.GENERAL);
    Ciphertext low = evaluator.dropLevel(a, 3);
    assertThatThrownBy(() -> evaluator.polynomial(low, p))
        .isInstanceOf(LevelMismatchException.class)
        .hasMessage("polynomial: degree 15 takes 4 levels and the ciphertext is at level 3");
    Evaluator keyless = new Evaluator(setting.context, EvaluationKeys.none(parameters));
    assertThatThrownBy(() -> keyless.polynomial(a, p)).isInstanceOf(MissingKeyException.class);
    check(
        keyless.polynomial(a, SlotPolynomial.uniform(Basis.POWER, 1, -2)),
        SlotPolynomial.uniform(Basis.POWER, 1, -2));
    assertThatThrownBy(() -> evaluator.polynomial(a, SlotPolynomial.uniform(Basis.POWER, 1)))
        .isInstanceOf(OperandMismatchException.class);

    double[] values = new double[parameters.slots() + 1];
    values[0] = 1;
    SlotPolynomial wide =
        SlotPolynomial.perSlot(
            Basis.POWER, List.of(SlotVector.real(values), SlotVector.real(values)));
    assertThatThrownBy(() -> evaluator.polynomial(a, wide))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("polynomial: coefficients for 513 slots of 512");
  }

  /// Coefficients whose absolute values sum to about one.
  private static SlotPolynomial random(Basis basis, int degree, Parity parity) {
    double[] coefficients = random.doubles(degree + 1, -1, 1).map(c -> c / degree).toArray();
    for (int k = 0; k <= degree; k++) {
      coefficients[k] = parity.allows(k) ? coefficients[k] : 0;
    }
    return SlotPolynomial.uniform(basis, coefficients);
  }

  private static SlotVector clear(SlotPolynomial p, double[] values) {
    double[] expected = new double[values.length];
    Arrays.setAll(expected, i -> p.evaluate(values[i], i));
    return SlotVector.real(expected);
  }

  private static void check(Ciphertext result, SlotPolynomial p) {
    check(result, p, BITS);
  }

  private static void check(Ciphertext result, SlotPolynomial p, double bits) {
    Setting.assertClose(setting.client.decrypt(result).getFirst(), clear(p, x), bits);
  }
}
