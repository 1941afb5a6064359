package io.cloakwork.backend.cpu.work;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Dedicated threads that run jobs in the order of their submission, one at a time, all of them on
/// the tiles of one stage. Idle workers spin for some microseconds, then park. A submission
/// allocates nothing.
///
/// There is no leader and no meeting of all: whoever finishes the last tile of a stage publishes
/// the next one, so a worker that the system has suspended holds up nothing but the tile it has.
public final class TileWorkers implements AutoCloseable {

  private static final int IDLE_SPINS = 2_000;

  // Waking a sleeping caller takes some 25 µs, as long as a small run. Where the caller has a
  // processor of its own it spins for about that long; where it would take one from a worker, it
  // hardly does.
  private static final int AWAIT_SPINS = 2_000;
  private static final int AWAIT_SPINS_WHEN_CROWDED = 200;

  // High word: a number that changes with every stage. Low word: tiles not yet claimed.
  private final AtomicLong claim = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicIntegerArray parked;
  private final Thread[] threads;
  private final int idleSpins;
  private final int awaitSpins;

  // The stage that is being run. Written before `claim`, read after a tile has been claimed; stable
  // until that tile is finished.
  private TileJob currentJob;
  private int currentStage;
  private int currentTiles;

  private final Object lock = new Object();
  // Guarded by lock; the head of the queue is the job that is being run.
  private TileJob head;
  private TileJob tail;
  private boolean closed;
  private volatile boolean stopped;

  /// Starts `count` daemon threads and waits until each has called `onStart`.
  ///
  /// @param onStart called in each worker with its index, for pinning
  public TileWorkers(String name, int count, IntConsumer onStart) {
    this.parked = new AtomicIntegerArray(count);
    this.threads = new Thread[count];
    // With more workers than processors a spinning worker would only keep others from working.
    int processors = Runtime.getRuntime().availableProcessors();
    this.idleSpins = count <= processors ? IDLE_SPINS : 0;
    this.awaitSpins = count < processors ? AWAIT_SPINS : AWAIT_SPINS_WHEN_CROWDED;
    CountDownLatch started = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      int worker = i;
      Runnable body =
          () -> {
            onStart.accept(worker);
            started.countDown();
            work(worker);
          };
      threads[i] = Thread.ofPlatform().daemon().name(name + "-" + worker).unstarted(body);
    }
    for (Thread thread : threads) {
      thread.start();
    }
    awaitUninterruptibly(started);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The number of workers.
  public int count() {
    return threads.length;
  }

  /// Appends a job to the queue.
  ///
  /// @throws IllegalStateException if the workers are closed or the job is pending
  public void submit(TileJob job) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the device is closed");
      }
      job.begin(awaitSpins);
      if (head == null) {
        head = job;
        tail = job;
        startHead();
      } else {
        tail.next = job;
        tail = job;
      }
    }
  }

  /// Runs a job to its end. With one worker and nothing queued the calling thread does the work in
  /// the worker's place: waking the worker, and being woken by it, takes as long as a small run.
  ///
  /// @throws IllegalStateException if the workers are closed or the job is pending; then nothing
  ///   has been taken from it
  /// @throws io.cloakwork.spi.device.BackendException if the run failed
  public void run(TileJob job) {
    if (threads.length == 1 && startHere(job)) {
      runHere(job);
      complete(job);
    } else {
      submit(job);
    }
    job.await();
  }

  /// Makes `job` the head if there is none: then nobody else touches a worker's place before it is
  /// complete.
  private boolean startHere(TileJob job) {
    synchronized (lock) {
      if (closed || head != null) {
        return false;
      }
      job.begin(awaitSpins);
      head = job;
      tail = job;
      return true;
    }
  }

  private static void runHere(TileJob job) {
    for (int stage = 0; stage < job.stages(); stage++) {
      int tiles = job.tiles(stage);
      for (int tile = 0; tile < tiles; tile++) {
        runTile(job, stage, tile, 0);
      }
    }
  }

  /// Runs `action` in the calling thread after everything that was submitted before and before
  /// everything that is submitted later.
  public void inTurn(Runnable action) {
    HostTurn turn = new HostTurn();
    submit(turn);
    turn.awaitArrival();
    try {
      action.run();
    } finally {
      complete(turn);
    }
  }

  /// Waits for what was submitted, then ends the threads. Closing twice is harmless.
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (lock) {
      closed = true;
      while (head != null) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    stopped = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    for (Thread thread : threads) {
      interrupted |= joinUninterruptibly(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void work(int worker) {
    while (!stopped) {
      long seen = claim.get();
      int unclaimed = (int) seen;
      if (unclaimed == 0) {
        idle(worker);
      } else if (claim.compareAndSet(seen, seen - 1)) {
        TileJob job = currentJob;
        int stage = currentStage;
        runTile(job, stage, currentTiles - unclaimed, worker);
        if (unfinished.decrementAndGet() == 0 && !startStage(job, stage + 1)) {
          complete(job);
        }
      }
    }
  }

  private static void runTile(TileJob job, int stage, int tile, int worker) {
    if (job.hasFailed()) {
      return;
    }
    try {
      job.run(stage, tile, worker);
    } catch (Throwable t) { // whatever it is, it belongs to the job and not to the worker
      job.fail(t);
    }
  }

  private void idle(int worker) {
    for (int i = 0; i < idleSpins; i++) {
      if ((int) claim.get() != 0) {
        return;
      }
      Thread.onSpinWait();
    }
    parked.set(worker, 1);
    if ((int) claim.get() == 0 && !stopped) {
      LockSupport.park(this);
    }
    parked.set(worker, 0);
  }

  /// Publishes the first stage from `first` on that has tiles; false if there is none. The caller
  /// is the only one who may: it has just finished the last tile, or started the job.
  private boolean startStage(TileJob job, int first) {
    if (job.hasFailed()) {
      return false;
    }
    for (int stage = first; stage < job.stages(); stage++) {
      int tiles = job.tiles(stage);
      if (tiles > 0) {
        currentJob = job;
        currentStage = stage;
        currentTiles = tiles;
        unfinished.set(tiles);
        long epoch = (claim.get() >>> Integer.SIZE) + 1;
        claim.set(epoch << Integer.SIZE | tiles);
        wake(tiles);
        return true;
      }
    }
    return false;
  }

  private void wake(int tiles) {
    int wanted = tiles;
    for (int i = 0; i < threads.length && wanted > 0; i++) {
      if (parked.get(i) != 0) {
        LockSupport.unpark(threads[i]);
        wanted--;
      }
    }
  }

  /// Takes the job, which is the head, off the queue, tells who waits and starts the next one: in
  /// that order, or a short next job could be seen to end first.
  private void complete(TileJob job) {
    job.finish();
    synchronized (lock) {
      removeHead();
      job.signalDone();
      startHead();
    }
  }

  private void removeHead() {
    TileJob done = head;
    head = done.next;
    done.next = null;
    currentJob = null; // or an idle device would keep the buffers of its last job reachable
    if (head == null) {
      tail = null;
      lock.notifyAll();
    }
  }

  /// Starts the job at the head; jobs without any work are done at once.
  private void startHead() {
    while (head != null) {
      if (head.isHostTurn()) {
        ((HostTurn) head).arrive();
        return;
      }
      TileJob job = head;
      if (startStage(job, 0)) {
        return;
      }
      job.finish();
      removeHead();
      job.signalDone();
    }
  }
}
