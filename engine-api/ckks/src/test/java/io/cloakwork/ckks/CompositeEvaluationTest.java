package io.cloakwork.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.polynomial.minimax.CompositeInverse;
import io.cloakwork.ckks.polynomial.minimax.CompositeSign;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Compositions of polynomials on ciphertexts against their clear values and against the functions
/// that they stand for.
class CompositeEvaluationTest {

  /// What encryption adds to the clear error of a composition: the slope of the sign at zero
  /// multiplies errors of 2^−27.
  private static final double NOISE = 0x1p-15;

  private static final CompositeSign SIGN = CompositeSign.forRelu(7);

  private static Setting setting;
  private static Evaluator evaluator;
  private static double[] x;
  private static double[] y;
  private static Ciphertext a;
  private static Ciphertext b;

  @BeforeAll
  static void open() {
    List<Integer> q = new ArrayList<>(List.of(50));
    q.addAll(Collections.nCopies(9, 40));
    setting = new Setting(Setting.parameters(10, q, List.of(50, 50), 5, 5), 77);
    evaluator = setting.evaluator();
    SplittableRandom random = new SplittableRandom(78);
    x = random.doubles(setting.parameters.slots(), -1, 1).toArray();
    x[0] = 0;
    x[1] = 1;
    x[2] = -1;
    y = Arrays.stream(x).map(v -> Math.clamp(v + random.nextDouble(-1, 1), -1, 1)).toArray();
    a = setting.client.encrypt(SlotVector.real(x));
    b = setting.client.encrypt(SlotVector.real(y));
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @Test
  void sign() {
    Ciphertext result = evaluator.sign(a, SIGN);
    assertThat(result.level()).isEqualTo(a.level() - SIGN.depth());
    assertThat(result.scale()).isEqualTo(a.scale());
    double[] found = decrypt(result);
    for (int i = 0; i < x.length; i++) {
      assertThat(Math.abs(found[i] - SIGN.evaluate(x[i]))).isLessThan(NOISE);
      if (Math.abs(x[i]) >= SIGN.epsilon()) {
        assertThat(Math.abs(found[i] - Math.signum(x[i]))).isLessThan(SIGN.error() + NOISE);
      }
    }
  }

  @Test
  void reluAndMaximum() {
    Ciphertext relu = evaluator.relu(a, SIGN);
    assertThat(relu.level()).isEqualTo(a.level() - SIGN.depth() - 1);
    assertThat(relu.scale()).isEqualTo(a.scale());
    double[] positive = decrypt(relu);
    double[] largest = decrypt(evaluator.maximum(a, b, SIGN));
    for (int i = 0; i < x.length; i++) {
      assertThat(Math.abs(positive[i] - SIGN.evaluateRelu(x[i]))).isLessThan(NOISE);
      assertThat(Math.abs(positive[i] - Math.max(0, x[i]))).isLessThan(SIGN.reluError() + NOISE);
      assertThat(Math.abs(largest[i] - Math.max(x[i], y[i]))).isLessThan(SIGN.reluError() + NOISE);
    }
  }

  @Test
  void inverse() {
    for (double error : new double[] {1e-2, 1e-4}) {
      CompositeInverse inverse = CompositeInverse.of(0.05, 2, error);
      double[] z = Arrays.stream(x).map(v -> 1.025 + 0.975 * v).toArray();
      Ciphertext c = setting.client.encrypt(SlotVector.real(z));
      Ciphertext result = evaluator.inverse(c, inverse);
      assertThat(result.level()).isEqualTo(c.level() - inverse.depth());
      assertThat(result.scale()).isEqualTo(c.scale());
      double[] found = decrypt(result);
      for (int i = 0; i < z.length; i++) {
        double relative = Math.abs(found[i] * z[i] - 1);
        assertThat(relative).isLessThan(inverse.relativeError() + NOISE);
      }
    }
  }

  @Test
  void iterationsEndAtTheWantedScale() {
    // Few degrees and many iterations, which the search would not choose here.
    CompositeInverse shallow = CompositeInverse.of(0.5, 1, 1e-2);
    CompositeInverse iterated = new CompositeInverse(shallow.initial(), shallow.plan(), 3);
    double[] z = Arrays.stream(x).map(v -> 0.75 + 0.25 * v).toArray();
    Ciphertext c =
        setting.client.encrypt(
            List.of(SlotVector.real(z)), setting.parameters.maxLevel(), 0x1.4p40);
    Ciphertext result = evaluator.inverse(c, iterated);
    assertThat(result.scale()).isEqualTo(c.scale());
    double[] found = decrypt(result);
    for (int i = 0; i < z.length; i++) {
      assertThat(Math.abs(found[i] * z[i] - 1)).isLessThan(0x1p-20);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Ciphertext low = evaluator.dropLevel(a, SIGN.depth());
    assertThatThrownBy(() -> evaluator.relu(low, SIGN))
        .isInstanceOf(LevelMismatchException.class)
        .hasMessage("relu: it takes 7 levels and the ciphertext is at level 6");
    Ciphertext lower = evaluator.dropLevel(b, SIGN.depth());
    assertThatThrownBy(() -> evaluator.maximum(a, lower, SIGN))
        .isInstanceOf(LevelMismatchException.class);
  }

  private static double[] decrypt(Ciphertext c) {
    return setting.client.decrypt(c).getFirst().re();
  }
}
