package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.spi.device.KernelTime;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/// Events between the launches of a run, from which their times are read when it is done.
final class LaunchTimes {

  private static final double NANOS = 1e6; // of a millisecond

  private final Session session;
  private final CUevent[] marks;

  LaunchTimes(Session session, int launches) {
    this.session = session;
    this.marks = new CUevent[launches + 1];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = session.newTimer();
    }
  }

  /// Notes the time when the stream of launches comes to this point, after `launches` of them.
  void mark(int launches) {
    session.check(
        JCudaDriver.cuEventRecord(marks[launches], session.launches()), "recording a time");
  }

  /// The times from the start of the run on; they can be read once.
  List<KernelTime> read() {
    List<KernelTime> times = new ArrayList<>(marks.length);
    float[] milliseconds = new float[1];
    double nanos = 0;
    for (int i = 0; i + 1 < marks.length; i++) {
      session.check(
          JCudaDriver.cuEventElapsedTime(milliseconds, marks[i], marks[i + 1]), "reading a time");
      long start = Math.round(nanos);
      nanos += milliseconds[0] * NANOS;
      times.add(new KernelTime(i, start, Math.round(nanos)));
    }
    close();
    return List.copyOf(times);
  }

  /// Gives the events back, whether or not the device is lost.
  void close() {
    for (CUevent mark : marks) {
      JCudaDriver.cuEventDestroy(mark);
    }
  }
}
