package io.cloakwork.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Effort SHORT = new Effort(Duration.ofMillis(30), 6, 2);

  /// Time passes only while work runs.
  private long now;

  private void pass(long micros) {
    now += 1000 * micros;
  }

  private List<Slices> time(List<Runnable> work, DoubleConsumer progress) {
    return Rounds.time(work, SHORT, progress, () -> now);
  }

  @Test
  void piecesTakeTurns() {
    List<Integer> runs = new ArrayList<>();
    List<Runnable> work = new ArrayList<>();
    for (int piece = 0; piece < 3; piece++) {
      int number = piece;
      work.add(() -> {
        runs.add(number);
        pass(200);
      });
    }
    List<Double> progress = new ArrayList<>();
    List<Slices> slices = time(work, progress::add);
    assertThat(slices).hasSize(3);
    assertThat(slices).allSatisfy(each -> assertThat(each.sliceMicros()).hasSize(6));
    List<Integer> changes = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      if (!runs.get(i).equals(runs.get(i - 1))) {
        changes.add(runs.get(i));
      }
    }
    // One stretch each to settle, then six rounds.
    assertThat(changes).hasSize(3 + 6 * 3 - 1).endsWith(0, 1, 2, 0, 1, 2);
    assertThat(slices.getFirst().leastMicros()).isEqualTo(200);
    assertThat(slices.getFirst().runs()).isEqualTo(6 * 25);
    assertThat(progress).isSorted().allSatisfy(part -> assertThat(part).isBetween(0.0, 1.0));
    assertThat(progress.getLast()).isCloseTo(1, within(1e-9));
  }

  @Test
  void slowPiecesHaveFewerSlicesButNoneHasLessThanTheLeast() {
    List<Slices> slices = time(List.of(() -> pass(40_000), () -> pass(10)), _ -> {});
    assertThat(slices.getFirst().sliceMicros()).hasSize(2);
    assertThat(slices.getFirst().runs()).isEqualTo(2);
    assertThat(slices.getLast().sliceMicros()).hasSize(6);
    assertThat(slices.getLast().runs()).isGreaterThan(6);
  }

  @Test
  void whatGetsFasterIsRunUntilItDoesNot() {
    List<Long> ran = new ArrayList<>();
    List<Slices> slices =
        time(
            List.of(() -> {
              // 1,000, 500, 250 ... microseconds, then always 10.
              long micros = Math.max(10, 1000L >> ran.size());
              ran.add(micros);
              pass(micros);
            }),
            _ -> {});
    assertThat(slices.getFirst().sliceMicros()).allSatisfy(m -> assertThat(m).isEqualTo(10.0));
  }

  @Test
  void aMomentOfDisturbanceIsOneSlice() {
    Slices slices =
        Slices.of(
            List.of(
                new long[] {1000, 1000, 1200},
                new long[] {9000, 9000, 9000},
                new long[] {1100, 900, 1100}));
    assertThat(slices.medianMicros()).isEqualTo(1.1);
    assertThat(slices.leastMicros()).isEqualTo(0.9);
    assertThat(slices.runs()).isEqualTo(9);
    assertThat(slices.scaled(0.5).medianMicros()).isCloseTo(0.55, within(1e-12));
    assertThat(slices.toTiming().samplesMicros()).containsExactly(1.0, 9.0, 1.1);
  }
}
