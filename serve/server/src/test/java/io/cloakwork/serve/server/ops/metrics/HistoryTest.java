package io.cloakwork.serve.server.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.Stage;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private final AtomicLong clock = new AtomicLong(-123_456_789);
  private final History history = new History(clock::get);

  @Test
  void stepsMoveOnAndAreForgotten() {
    history.finished(TimeUnit.MILLISECONDS.toNanos(40));
    history.ended(Outcome.REFUSED);
    assertThat(present().ended()).containsEntry(Outcome.FINISHED, 1L);
    assertThat(present().median()).isCloseTo(0.04, Percentage.withPercentage(5));

    advance(5);
    assertThat(present().ended().values()).containsOnly(0L);
    History.Step before = history.steps().get(History.STEPS - 2);
    assertThat(before.secondsAgo()).isEqualTo(5);
    assertThat(before.ended())
        .containsEntry(Outcome.FINISHED, 1L)
        .containsEntry(Outcome.REFUSED, 1L);

    advance(5 * (History.STEPS - 2));
    assertThat(history.steps().getFirst().ended()).containsEntry(Outcome.FINISHED, 1L);
    advance(5);
    assertThat(history.steps()).allMatch(step -> step.ended().get(Outcome.FINISHED) == 0);
  }

  @Test
  void aLongPauseLeavesNothing() {
    for (int i = 0; i < 2 * History.STEPS; i++) {
      history.finished(1_000_000);
      history.stage(Stage.EXECUTE, 1_000_000);
      advance(5);
    }
    assertThat(history.stages().getFirst().count()).isEqualTo(History.STEPS - 1);
    advance(100_000);
    assertThat(history.steps()).allMatch(step -> step.ended().get(Outcome.FINISHED) == 0);
    assertThat(history.stages()).isEmpty();
  }

  @Test
  void quantilesAreWithinSevenPercent() {
    long seed = System.nanoTime();
    System.out.println("HistoryTest: seed " + seed);
    Random random = new Random(seed);
    long[] nanos = new long[10_000];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (long) (1e6 * Math.exp(3 * random.nextGaussian()));
      history.stage(Stage.TOTAL, nanos[i]);
    }
    Arrays.sort(nanos);
    History.StageTimes times = history.stages().getFirst();
    assertThat(times.count()).isEqualTo(nanos.length);
    Percentage near = Percentage.withPercentage(7);
    assertThat(times.median()).isCloseTo(nanos[4_999] * 1e-9, near);
    assertThat(times.p95()).isCloseTo(nanos[9_499] * 1e-9, near);
    assertThat(times.p99()).isCloseTo(nanos[9_899] * 1e-9, near);
  }

  @Test
  void extremesCountAsTheNearest() {
    history.stage(Stage.KEYS, 0);
    assertThat(history.stages().getFirst().median()).isZero();
    history.stage(Stage.KEYS, Long.MAX_VALUE);
    assertThat(history.stages().getFirst().p99()).isBetween(1000.0, 1100.0);
  }

  private History.Step present() {
    return history.steps().getLast();
  }

  private void advance(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
