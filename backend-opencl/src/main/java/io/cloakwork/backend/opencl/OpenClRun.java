package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.DriverErrors;
import io.cloakwork.backend.opencl.driver.Query;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.KernelTime;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_event;

/// A submission: done when the event of its last command is.
final class OpenClRun implements Completion {

  private final OpenClDevice device;
  private static final cl_event[] NOT_PROFILED = {};

  private final cl_event[] end = {new cl_event()};
  private final int[] status = new int[1];
  // The ends of the launches until their times are read.
  private cl_event[] launches = NOT_PROFILED;
  private List<KernelTime> kernelTimes = List.of();
  private BackendException failure;
  private volatile boolean done;

  OpenClRun(OpenClDevice device) {
    this.device = device;
  }

  /// The event that the queue is to signal at the end of the run.
  cl_event end() {
    return end[0];
  }

  /// Takes over the ends of the launches, whose times the queue notes.
  synchronized void keep(cl_event[] ends) {
    launches = ends;
  }

  OpenClDevice device() {
    return device;
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
    CL.clGetEventInfo(
        end[0], CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Integer.BYTES, Pointer.to(status), null);
    if (status[0] > CL.CL_COMPLETE) {
      return false;
    }
    if (status[0] < CL.CL_COMPLETE) {
      failure = DriverErrors.ofStatus(device.name(), "a run", status[0]);
    }
    CL.clReleaseEvent(end[0]);
    readTimes();
    done = true;
    return true;
  }

  private void readTimes() {
    List<KernelTime> times = new ArrayList<>(launches.length);
    for (int i = 0; i < launches.length; i++) {
      if (failure == null) {
        long start = Query.eventNanos(launches[i], CL.CL_PROFILING_COMMAND_START);
        times.add(
            new KernelTime(i, start, Query.eventNanos(launches[i], CL.CL_PROFILING_COMMAND_END)));
      }
      CL.clReleaseEvent(launches[i]);
    }
    kernelTimes = List.copyOf(times);
    launches = NOT_PROFILED;
  }

  @Override
  public List<KernelTime> kernelTimes() {
    await();
    return kernelTimes;
  }

  @Override
  public void await() {
    if (!done) {
      waitForEvent();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Whoever closes the device or asks meanwhile may let go of the event first, so this holds on to
  /// one of its own.
  private void waitForEvent() {
    synchronized (this) {
      if (done) {
        return;
      }
      CL.clRetainEvent(end[0]);
    }
    try {
      CL.clWaitForEvents(1, end);
    } catch (CLException _) {
      // The status says what happened.
    } finally {
      CL.clReleaseEvent(end[0]);
    }
    look();
  }
}
