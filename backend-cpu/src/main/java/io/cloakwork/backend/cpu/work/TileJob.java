package io.cloakwork.backend.cpu.work;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Completion;
import java.util.concurrent.atomic.AtomicReference;

/// Work for [TileWorkers]: stages that run one after the other, each a number of tiles that run in
/// any order on any worker. A job is its own completion and its own link in the queue, so that
/// submitting it again and again allocates nothing; while it is pending it must not be submitted.
public abstract class TileJob implements Completion {

  // Guarded by the lock of the workers that it is queued at.
  TileJob next;

  private final Object doneLock = new Object();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean pending;
  private int awaitSpins;

  /// The number of stages.
  protected abstract int stages();

  /// The number of tiles of a stage.
  protected abstract int tiles(int stage);

  /// Runs one tile on the worker of that index, in \[0, workers). What it throws fails the job.
  protected abstract void run(int stage, int tile, int worker) throws Exception;

  /// Called once a run after the last tile and before the completion is done: gives back what the
  /// run held.
  protected void finished() {}

  /// Whether the thread that submitted the job, not the workers, does the work in its turn.
  boolean isHostTurn() {
    return false;
  }

  @Override
  public final boolean isDone() {
    return !pending;
  }

  @Override
  public final void await() {
    for (int i = 0; pending && i < awaitSpins; i++) {
      Thread.onSpinWait();
    }
    if (pending) {
      waitUninterruptibly();
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new BackendException("the run failed: " + cause, cause);
    }
  }

  private void waitUninterruptibly() {
    boolean interrupted = false;
    synchronized (doneLock) {
      while (pending) {
        try {
          doneLock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts a run.
  ///
  /// @param spins how long [#await] spins before it sleeps
  final void begin(int spins) {
    if (pending) {
      throw new IllegalStateException("the job is still pending from an earlier submission");
    }
    failure.set(null);
    awaitSpins = spins;
    pending = true;
  }

  /// The first failure is the one that is reported.
  final void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  final boolean hasFailed() {
    return failure.get() != null;
  }

  final void finish() {
    try {
      finished();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  final void signalDone() {
    synchronized (doneLock) {
      pending = false;
      doneLock.notifyAll();
    }
  }
}
