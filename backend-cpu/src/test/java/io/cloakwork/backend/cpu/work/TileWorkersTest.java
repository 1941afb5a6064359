package io.cloakwork.backend.cpu.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TileWorkersTest {

  private static final int RUNS = 300;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void manySubmittersAndStagesRunEveryTileOnceInOrder(int count) throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    List<CountingJob> jobs = new ArrayList<>();
    try (TileWorkers workers = workers(count)) {
      List<Thread> submitters = new ArrayList<>();
      for (int s = 0; s < 3; s++) {
        SplittableRandom random = new SplittableRandom(seed + s);
        int[] tiles = new int[random.nextInt(5)];
        Arrays.setAll(tiles, _ -> random.nextInt(7));
        CountingJob job = new CountingJob(tiles);
        jobs.add(job);
        submitters.add(Thread.ofPlatform().start(() -> submitOften(workers, job, random)));
      }
      for (Thread submitter : submitters) {
        submitter.join();
      }
    }
    for (CountingJob job : jobs) {
      assertThat(job.wrong.get()).isZero();
      assertThat(job.ends.get()).isEqualTo(RUNS);
      assertThat(job.ran.get()).isEqualTo(RUNS * job.tilesPerRun());
    }
  }

  private static void submitOften(TileWorkers workers, TileJob job, SplittableRandom random) {
    for (int i = 0; i < RUNS; i++) {
      if (random.nextInt(3) == 0) {
        workers.run(job);
        continue;
      }
      workers.submit(job);
      if (random.nextInt(20) == 0) {
        workers.inTurn(Thread::yield);
      }
      job.await();
    }
  }

  @Test
  void jobsAndHostTurnsTakeTheirPlaceInTheQueue() throws InterruptedException {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch go = new CountDownLatch(1);
    try (TileWorkers workers = workers(2)) {
      workers.submit(
          job(() -> {
            go.await();
            events.add("first");
          }));
      Thread host = Thread.ofPlatform().start(() -> workers.inTurn(() -> events.add("host")));
      awaitWaiting(host);
      TileJob last = job(() -> events.add("last"));
      workers.submit(last);
      assertThat(last.isDone()).isFalse();
      go.countDown();
      last.await();
      host.join();
    }
    assertThat(events).containsExactly("first", "host", "last");
  }

  @Test
  void onlyWorkerIsStoodInForByWhoeverWaitsForAnIdleDevice() {
    AtomicReference<Thread> runner = new AtomicReference<>();
    TileJob job = job(() -> runner.set(Thread.currentThread()));
    try (TileWorkers workers = workers(1)) {
      workers.run(job);
      assertThat(runner.get()).isSameAs(Thread.currentThread());
      workers.submit(job);
      job.await();
      assertThat(runner.get()).isNotSameAs(Thread.currentThread());
      workers.inTurn(() -> assertThat(job.isDone()).isTrue());
    }
    assertThatThrownBy(() -> runClosed(1, job)).isInstanceOf(IllegalStateException.class);
  }

  /// Runs a job on workers that are closed already.
  private static void runClosed(int count, TileJob job) {
    TileWorkers closed = workers(count);
    closed.close();
    closed.run(job);
  }

  @Test
  void failureReachesWhoRunsAndTheNextRunIsUnharmed() {
    AtomicInteger runs = new AtomicInteger();
    try (TileWorkers workers = workers(1)) {
      TileJob flaky =
          job(() -> {
            if (runs.getAndIncrement() == 0) {
              throw new ArithmeticException("tile is broken");
            }
          });
      assertThatThrownBy(() -> workers.run(flaky))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("tile is broken");
      workers.run(flaky);
    }
    assertThat(runs.get()).isEqualTo(2);
  }

  @Test
  void failureReachesAwaitAndTheNextRunIsUnharmed() {
    AtomicInteger runs = new AtomicInteger();
    try (TileWorkers workers = workers(2)) {
      TileJob flaky =
          job(() -> {
            if (runs.getAndIncrement() == 0) {
              throw new ArithmeticException("tile is broken");
            }
          });
      workers.submit(flaky);
      assertThatThrownBy(flaky::await)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("tile is broken")
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(flaky.isDone()).isTrue();
      workers.submit(flaky);
      flaky.await();
    }
    assertThat(runs.get()).isEqualTo(2);
  }

  @Test
  void failedTileEndsTheJobBeforeTheNextStage() {
    AtomicInteger later = new AtomicInteger();
    TileJob job =
        new TileJob() {
          @Override
          protected int stages() {
            return 2;
          }

          @Override
          protected int tiles(int stage) {
            return 4;
          }

          @Override
          protected void run(int stage, int tile, int worker) {
            if (stage == 1) {
              later.incrementAndGet();
            } else if (tile == 2) {
              throw new StackOverflowError("deep");
            }
          }
        };
    try (TileWorkers workers = workers(2)) {
      workers.submit(job);
      assertThatThrownBy(job::await).hasCauseInstanceOf(StackOverflowError.class);
    }
    assertThat(later.get()).isZero();
  }

  @Test
  void failedHostTurnDoesNotHoldUpTheQueue() {
    AtomicInteger ran = new AtomicInteger();
    try (TileWorkers workers = workers(1)) {
      assertThatThrownBy(() ->
              workers.inTurn(() -> {
                throw new IllegalArgumentException("bad words");
              }))
          .hasMessage("bad words");
      TileJob next = job(ran::incrementAndGet);
      workers.submit(next);
      next.await();
    }
    assertThat(ran.get()).isEqualTo(1);
  }

  @Test
  void closeWaitsForPendingJobsAndRefusesNewOnes() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    TileWorkers workers = workers(2);
    for (int i = 0; i < 5; i++) {
      workers.submit(
          job(() -> {
            go.await();
            ran.incrementAndGet();
          }));
    }
    Thread closer = Thread.ofPlatform().start(workers::close);
    awaitWaiting(closer);
    assertThatIllegalStateException().isThrownBy(() -> workers.submit(job(() -> {})));
    go.countDown();
    closer.join();
    assertThat(ran.get()).isEqualTo(5);
    workers.close();
  }

  @Test
  void pendingJobIsNotSubmittedTwice() {
    CountDownLatch go = new CountDownLatch(1);
    try (TileWorkers workers = workers(1)) {
      TileJob job = job(go::await);
      workers.submit(job);
      assertThatIllegalStateException().isThrownBy(() -> workers.submit(job));
      go.countDown();
      job.await();
    }
  }

  @Test
  void interruptedAwaitKeepsWaitingAndKeepsTheInterrupt() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger sawInterrupt = new AtomicInteger();
    try (TileWorkers workers = workers(1)) {
      TileJob job = job(go::await);
      workers.submit(job);
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                job.await();
                sawInterrupt.set(Thread.currentThread().isInterrupted() ? 1 : -1);
              });
      awaitWaiting(waiter);
      waiter.interrupt();
      assertThat(job.isDone()).isFalse();
      go.countDown();
      waiter.join();
    }
    assertThat(sawInterrupt.get()).isEqualTo(1);
  }

  private static TileWorkers workers(int count) {
    return new TileWorkers("test-worker", count, _ -> {});
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static TileJob job(Body body) {
    return new TileJob() {
      @Override
      protected int stages() {
        return 1;
      }

      @Override
      protected int tiles(int stage) {
        return 1;
      }

      @Override
      protected void run(int stage, int tile, int worker) throws Exception {
        body.run();
      }
    };
  }
}
