package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.CopyStream;
import io.cloakwork.backend.cuda.driver.PinnedMemory;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.KernelTime;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/// A submission: done when the event after its last launch is.
final class CudaRun implements Completion {

  // Most runs end soon; being woken up by the driver takes tens of microseconds.
  private static final long SPIN_NANOS = 50_000;

  private final CudaDevice device;
  private final CUevent event;
  // Null unless the launches are timed, or once the times have been read.
  private LaunchTimes marks;
  private List<KernelTime> kernelTimes = List.of();
  // The table of addresses that the run reads, until the device takes it back; null if none.
  private PinnedMemory table;
  private BackendException failure;
  private int waiting;
  private volatile boolean done;

  CudaRun(CudaDevice device, CUevent event) {
    this.device = device;
    this.event = event;
  }

  CudaDevice device() {
    return device;
  }

  CUevent event() {
    return event;
  }

  /// The run ends with what the stream of launches was given.
  void end(Session session) {
    session.check(JCudaDriver.cuEventRecord(event, session.launches()), "ending a run");
  }

  /// Has the launches timed.
  LaunchTimes timed(Session session, int launches) {
    marks = new LaunchTimes(session, launches);
    return marks;
  }

  void reads(PinnedMemory addresses) {
    table = addresses;
  }

  /// Whoever calls this knows that the run is done.
  PinnedMemory takeTable() {
    PinnedMemory taken = table;
    table = null;
    return taken;
  }

  /// Makes `stream` wait for the end of the run.
  synchronized void precede(CopyStream stream) {
    if (!done) {
      stream.follow(event);
    }
  }

  @Override
  public boolean isDone() {
    return done || look();
  }

  /// Asks the driver, and lets go of the event once there is an answer.
  private synchronized boolean look() {
    if (done) {
      return true;
    }
    Session session = device.session();
    int code = session.makeCurrent();
    if (code == CUresult.CUDA_SUCCESS) {
      code = JCudaDriver.cuEventQuery(event);
    }
    if (code == CUresult.CUDA_ERROR_NOT_READY) {
      return false;
    }
    if (code != CUresult.CUDA_SUCCESS) {
      failure = session.failure(code, "a run");
    }
    readTimes();
    end();
    return true;
  }

  /// Nobody may let go of the event while somebody waits for it.
  private void end() {
    done = true;
    if (waiting == 0) {
      device.session().giveBack(event);
    }
    notifyAll();
  }

  private void readTimes() {
    if (marks != null) {
      if (failure == null) {
        kernelTimes = marks.read();
      } else {
        marks.close();
      }
      marks = null;
    }
  }

  @Override
  public List<KernelTime> kernelTimes() {
    await();
    return kernelTimes;
  }

  @Override
  public void await() {
    long start = System.nanoTime();
    while (!isDone() && System.nanoTime() - start < SPIN_NANOS) {
      Thread.onSpinWait();
    }
    if (!done) {
      waitForEvent();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void waitForEvent() {
    synchronized (this) {
      if (done) {
        return;
      }
      waiting++;
    }
    JCudaDriver.cuEventSynchronize(event); // asking once more says what happened
    synchronized (this) {
      waiting--;
      if (done && waiting == 0) {
        device.session().giveBack(event);
        notifyAll();
      }
    }
    look();
  }

  /// Waits until nobody uses the event any more, after the streams have ended.
  synchronized void awaitWaiters() {
    boolean interrupted = false;
    look();
    while (waiting > 0) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
