package io.cloakwork.ckks.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.OperandMismatchException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InnerSumPlanTest {

  private static final StepCost DEAR_DECOMPOSITION = new StepCost(1, 5);

  /// Follows the plan with multiplicities instead of ciphertexts.
  private static int[] reach(InnerSumPlan plan, int slots) {
    int[] argument = new int[slots];
    argument[0] = 1;
    int[] sum = argument;
    for (InnerSumPlan.Step step : plan.steps()) {
      int[] next = step.addsArgument() ? argument.clone() : new int[slots];
      for (int rotation : step.rotations()) {
        for (int i = 0; i < slots; i++) {
          next[Math.floorMod(i + rotation, slots)] += sum[i];
        }
      }
      sum = next;
    }
    return sum;
  }

  @Test
  void everySlotIsReachedOnce() {
    int slots = 4096;
    for (int stride : new int[] {1, 3, -7}) {
      for (int count = 1; count <= 200; count++) {
        int[] expected = new int[slots];
        for (int j = 0; j < count; j++) {
          expected[Math.floorMod(j * stride, slots)]++;
        }
        InnerSumPlan dear = InnerSumPlan.of(stride, count, DEAR_DECOMPOSITION);
        assertThat(reach(dear, slots)).as("%s", dear).isEqualTo(expected);
        InnerSumPlan few = InnerSumPlan.ofFewestKeys(stride, count);
        assertThat(reach(few, slots)).as("%s", few).isEqualTo(expected);
      }
    }
  }

  @Test
  void doublingsTakeOneKeyEach() {
    assertThat(InnerSumPlan.ofFewestKeys(1, 1024).rotations()).hasSize(10);
    assertThat(InnerSumPlan.ofFewestKeys(1, 1).rotations()).isEmpty();
    int[] powers = InnerSumPlan.ofFewestKeys(2, 16).rotations().stream().mapToInt(i -> i).toArray();
    assertThat(powers).containsExactly(2, 4, 8, 16);
  }

  @Test
  void dearDecompositionsAreShared() {
    InnerSumPlan plan = InnerSumPlan.of(1, 1024, DEAR_DECOMPOSITION);
    assertThat(plan.steps()).hasSize(5);
    assertThat(plan.rotations()).hasSize(15);
    int rotations = plan.steps().stream().mapToInt(step -> step.rotations().size() - 1).sum();
    assertThat(rotations).isEqualTo(15);
    assertThat(Arrays.stream(reach(plan, 1024)).sum()).isEqualTo(1024);
  }

  @Test
  void sumsOfNothingAreRefused() {
    assertThatThrownBy(() -> InnerSumPlan.ofFewestKeys(1, 0))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage("an inner sum of 0 slots");
  }
}
