package io.cloakwork.backend.cuda.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// A queue of copies beside the queue of launches, so that both work at the same time. Each waits
/// for the other only where it is told to. Guarded by the device's lock.
public final class CopyStream {

  private final Session session;
  private final CUstream stream;
  private final CUevent event;
  // Commands given so far, and how many of them the launches wait for.
  private long given;
  private long awaited;

  CopyStream(Session session) {
    this.session = session;
    this.stream = session.newStream();
    this.event = session.newEvent();
  }

  public CUstream stream() {
    return stream;
  }

  /// Counts a command that was given to the stream; the number is what others wait for.
  public long given() {
    given++;
    return given;
  }

  /// Launches from now on wait for command `number`.
  public void precedeLaunches(long number) {
    if (number > awaited) {
      precede(session.launches());
      awaited = given;
    }
  }

  /// What is given to `other` from now on waits for what this stream was given.
  public void precede(CUstream other) {
    session.check(JCudaDriver.cuEventRecord(event, stream), "recording an event");
    session.check(JCudaDriver.cuStreamWaitEvent(other, event, 0), "ordering streams");
  }

  /// What is given to this stream from now on waits for `other`.
  public void follow(CUevent other) {
    session.check(JCudaDriver.cuStreamWaitEvent(stream, other, 0), "ordering streams");
  }

  void close() {
    JCudaDriver.cuEventDestroy(event);
    JCudaDriver.cuStreamDestroy(stream);
  }
}
