package io.cloakwork.ckks;

import static io.cloakwork.ckks.Setting.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.ckks.linear.StepCost;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InnerSumEvaluationTest {

  private static final double BITS = 20;

  private static Setting setting;
  private static SlotVector x;
  private static Ciphertext a;

  @BeforeAll
  static void open() {
    setting = new Setting(Setting.small(), 12);
    x = setting.client.randomSlots();
    a = setting.client.encrypt(x);
  }

  @AfterAll
  static void close() {
    setting.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 16", "8, 13", "-3, 24", "1, 512", "16, 32"})
  void sumsOfSlots(int stride, int count) {
    SlotVector expected = clear(stride, count);
    for (StepCost cost : new StepCost[] {new StepCost(1, 1), new StepCost(1, 6)}) {
      InnerSumPlan plan = InnerSumPlan.of(stride, count, cost);
      Ciphertext sum = evaluator(plan).innerSum(a, plan);
      assertThat(sum.scale()).isEqualTo(a.scale());
      assertClose(setting.client.decrypt(sum).getFirst(), expected, BITS);
    }
  }

  @Test
  void replicationIsASumToTheLeft() {
    double[] sparse = new double[setting.parameters.slots()];
    double[] expected = new double[sparse.length];
    for (int i = 0; i < sparse.length; i += 8) {
      sparse[i] = x.re(i);
      Arrays.fill(expected, i, i + 8, x.re(i));
    }
    Ciphertext c = setting.client.encrypt(SlotVector.real(sparse));
    int level = c.level();
    InnerSumPlan plan = InnerSumPlan.of(-1, 8, StepCost.at(setting.parameters, level));
    SlotVector result = setting.client.decrypt(evaluator(plan).replicate(c, 1, 8)).getFirst();
    assertClose(result, SlotVector.real(expected), BITS);
  }

  @Test
  void aMissingKeyIsNamed() {
    assertThatThrownBy(() -> setting.evaluator().innerSum(a, InnerSumPlan.ofFewestKeys(1, 2)))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("key galois:5 is missing");
  }

  @Test
  void sparseVectorsSumInEverySlot() {
    int count = 32;
    double[] values = x.re();
    Arrays.setAll(values, i -> values[i % count]);
    double total = Arrays.stream(values, 0, count).sum();
    Ciphertext c = setting.client.encrypt(SlotVector.real(values));
    InnerSumPlan plan = InnerSumPlan.of(1, count, StepCost.at(setting.parameters, c.level()));
    SlotVector slots = setting.client.decrypt(evaluator(plan).innerSum(c, plan)).getFirst();
    double[] expected = new double[values.length];
    Arrays.fill(expected, total);
    assertClose(slots, SlotVector.real(expected), BITS);
  }

  private static SlotVector clear(int stride, int count) {
    int slots = x.length();
    double[] re = new double[slots];
    double[] im = new double[slots];
    for (int i = 0; i < slots; i++) {
      for (int j = 0; j < count; j++) {
        re[i] += x.re(Math.floorMod(i + j * stride, slots));
        im[i] += x.im(Math.floorMod(i + j * stride, slots));
      }
    }
    return SlotVector.complex(re, im);
  }

  private static Evaluator evaluator(InnerSumPlan plan) {
    return setting.evaluator(plan.rotations().stream().mapToInt(Integer::intValue).toArray());
  }
}
