package io.cloakwork.ckks.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.linear.BsgsPlan.GiantStep;
import io.cloakwork.ckks.linear.BsgsPlan.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BsgsPlanTest {

  private static final int SLOTS = 4096;
  private static final StepCost EQUAL = new StepCost(1, 1);

  @Test
  void everyDiagonalIsReachedOnce() {
    long seed = System.nanoTime();
    System.out.println("BsgsPlanTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 20; round++) {
      TreeSet<Integer> offsets = new TreeSet<>();
      int count = 1 + random.nextInt(60);
      random.ints(count, -SLOTS, SLOTS).forEach(o -> offsets.add(BsgsPlan.centre(o, SLOTS)));
      BsgsPlan plan = BsgsPlan.of(SLOTS, offsets, new StepCost(1, 1 + random.nextInt(6)));
      List<Integer> reached = new ArrayList<>();
      for (GiantStep giant : plan.giants()) {
        for (Term term : giant.terms()) {
          assertThat(Math.floorMod(giant.step() + term.baby() - term.offset(), SLOTS)).isZero();
          reached.add(term.offset());
        }
      }
      assertThat(reached).hasSameSizeAs(offsets);
      assertThat(plan.offsets()).isEqualTo(offsets);
    }
  }

  @Test
  void aDenseMatrixTakesAboutTwiceTheRootOfItsSize() {
    BsgsPlan plan = BsgsPlan.of(SLOTS, IntStream.range(0, 256).boxed().toList(), EQUAL);
    assertThat(plan.rotations()).hasSize(30);
  }

  @Test
  void dearGiantStepsMakeMoreBabies() {
    List<Integer> offsets = IntStream.range(0, 256).boxed().toList();
    BsgsPlan plan = BsgsPlan.of(SLOTS, offsets, new StepCost(1, 4));
    assertThat(plan.giants().size()).isLessThan(plan.babies().size());
    BsgsPlan free = BsgsPlan.of(SLOTS, offsets, new StepCost(1, 1000));
    assertThat(free.giants()).hasSize(1);
  }

  @Test
  void aNeighbourhoodSplitsByItsRows() {
    List<Integer> offsets = new ArrayList<>();
    for (int dy = -2; dy <= 2; dy++) {
      for (int dx = -2; dx <= 2; dx++) {
        offsets.add(28 * dy + dx);
      }
    }
    BsgsPlan plan = BsgsPlan.of(SLOTS, offsets, EQUAL);
    assertThat(plan.rotations()).containsExactly(-56, -28, -2, -1, 1, 2, 28, 56);
  }

  @Test
  void offsetsAreTakenModuloTheSlots() {
    BsgsPlan plan = BsgsPlan.of(SLOTS, List.of(-1, SLOTS - 1, 0, SLOTS), EQUAL);
    assertThat(plan.offsets()).containsExactly(-1, 0);
    assertThatThrownBy(() -> plan.giantOf(5)).isInstanceOf(OperandMismatchException.class);
    assertThatThrownBy(() -> BsgsPlan.of(SLOTS, List.of(), EQUAL))
        .isInstanceOf(OperandMismatchException.class);
  }

  @Test
  void aGiantStepCostsSeveralBabySteps() {
    StepCost cost = StepCost.at(Presets.named("P2").validate(), 7);
    assertThat(cost.giant() / cost.baby()).isBetween(2.5, 8.0);
  }
}
