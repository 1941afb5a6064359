package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.EncodedLinearTransform;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LinearTransformEvaluationTest {

  private static final double BITS = 24;

  private static Setting setting;
  private static Parameters parameters;
  private static SlotVector x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), 11);
    parameters = setting.parameters;
    x = setting.client.randomSlots();
    a = setting.client.encrypt(x);
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @Test
  void aDenseMatrixProduct() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 32;
    double[][] matrix = new double[n][];
    for (int i = 0; i < n; i++) {
      matrix[i] = random.doubles(n, -0.2, 0.2).toArray();
    }
    double[] repeated = new double[parameters.slots()];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = i < n ? random.nextDouble(-1, 1) : repeated[i - n];
    }
    LinearTransform transform = LinearTransform.ofMatrix(parameters.slots(), matrix);
    Evaluator evaluator = evaluatorFor(transform.plan(cost(parameters.maxLevel())));
    Ciphertext c = setting.client.encrypt(SlotVector.real(repeated));
    Ciphertext product = evaluator.linearTransform(c, transform);
    SlotVector result = setting.client.decrypt(evaluator.rescale(product)).getFirst();
    for (int i = 0; i < parameters.slots(); i++) {
      double expected = 0;
      for (int j = 0; j < n; j++) {
        expected += matrix[i % n][j] * repeated[j];
      }
      assertThat(Math.abs(result.re(i) - expected)).isLessThan(Math.pow(2, -BITS));
    }
  }

  @Test
  void complexDiagonalsUnderEveryKindOfPlan() {
    LinearTransform transform = random(0, 1, 2, 3, 9, -1, -20, 200, -256);
    SlotVector expected = transform.apply(x);
    for (StepCost cost :
        List.of(new StepCost(1, 1), new StepCost(1, 1000), new StepCost(1000, 1))) {
      BsgsPlan plan = transform.plan(cost);
      assertClose(apply(a, transform, plan), expected, BITS);
    }
  }

  @Test
  void withoutRotationsNoKeyIsNeeded() {
    LinearTransform transform = random(0);
    BsgsPlan plan = transform.plan(cost(4));
    assertThat(plan.rotations()).isEmpty();
    assertClose(apply(a, transform, plan), transform.apply(x), BITS);
    LinearTransform shifted = random(7);
    assertClose(apply(a, shifted, shifted.plan(cost(4))), shifted.apply(x), BITS);
  }

  @Test
  void rescalingInTheSameDivision() {
    LinearTransform transform = random(0, 1, 5, -6);
    BsgsPlan plan = transform.plan(new StepCost(1, 1));
    Evaluator evaluator = evaluatorFor(plan);
    double scale = parameters.chain().chainQ().get(4).value();
    try (var encoded = EncodedLinearTransform.encode(setting.encoder, transform, plan, 4, scale)) {
      Ciphertext result = evaluator.linearTransformRescale(a, encoded);
      assertThat(result.level()).isEqualTo(3);
      assertThat(result.scale()).isEqualTo(a.scale());
      assertClose(setting.client.decrypt(result).getFirst(), transform.apply(x), BITS);
      Ciphertext lower = evaluator.dropLevel(a, 2);
      Ciphertext atLower = evaluator.linearTransform(lower, encoded);
      assertClose(setting.client.decrypt(atLower).getFirst(), transform.apply(x), BITS);
    }
  }

  @Test
  void aBatchIsItsItems() {
    LinearTransform transform = random(0, 1, 40);
    BsgsPlan plan = transform.plan(new StepCost(1, 1));
    SlotVector y = setting.client.randomSlots();
    Ciphertext batch = setting.client.encrypt(List.of(x, y), 3, 0x1p40);
    Evaluator evaluator = evaluatorFor(plan);
    try (var encoded = EncodedLinearTransform.encode(setting.encoder, transform, plan, 3, 0x1p40)) {
      List<SlotVector> results = setting.client.decrypt(evaluator.linearTransform(batch, encoded));
      assertClose(results.get(0), transform.apply(x), BITS);
      assertClose(results.get(1), transform.apply(y), BITS);
    }
  }

  @Test
  void mismatchesAreRefused() {
    LinearTransform transform = random(0, 1);
    BsgsPlan plan = transform.plan(cost(4));
    Evaluator evaluator = evaluatorFor(plan);
    try (var encoded = EncodedLinearTransform.encode(setting.encoder, transform, plan, 2, 0x1p40)) {
      assertThatThrownBy(() -> evaluator.linearTransform(a, encoded))
          .isInstanceOf(LevelMismatchException.class)
          .hasMessageContaining("ciphertext at level 4 and a plaintext at level 2");
    }
    Evaluator keyless = new Evaluator(setting.context, EvaluationKeys.none(parameters));
    assertThatThrownBy(() -> keyless.linearTransform(a, transform))
        .isInstanceOf(MissingKeyException.class)
        .hasMessage("key galois:5 is missing; there are []");
  }

  private static SlotVector apply(Ciphertext c, LinearTransform transform, BsgsPlan plan) {
    Evaluator evaluator = evaluatorFor(plan);
    try (var encoded =
        EncodedLinearTransform.encode(setting.encoder, transform, plan, c.level(), 0x1p40)) {
      return setting.client.decrypt(evaluator.linearTransform(c, encoded)).getFirst();
    }
  }

  private static Evaluator evaluatorFor(BsgsPlan plan) {
    return setting.evaluator(plan.rotations().stream().mapToInt(Integer::intValue).toArray());
  }

  private static StepCost cost(int level) {
    return StepCost.at(parameters, level);
  }

  private static LinearTransform random(int... offsets) {
    Map<Integer, SlotVector> diagonals = new HashMap<>();
    for (int offset : offsets) {
      diagonals.put(offset, setting.client.randomSlots());
    }
    return LinearTransform.ofDiagonals(parameters.slots(), diagonals);
  }
}
