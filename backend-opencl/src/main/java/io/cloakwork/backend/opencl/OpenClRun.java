package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.DriverErrors;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Completion;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_event;

/// A submission: done when the event of its last command is.
final class OpenClRun implements Completion {

  private final OpenClDevice device;
  private final cl_event[] event = {new cl_event()};
  private final int[] status = new int[1];
  private BackendException failure;
  private volatile boolean done;

  OpenClRun(OpenClDevice device) {
    this.device = device;
  }

  /// The event that the queue is to signal at the end of the run.
  cl_event event() {
    return event[0];
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
        event[0], CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Integer.BYTES, Pointer.to(status), null);
    if (status[0] > CL.CL_COMPLETE) {
      return false;
    }
    if (status[0] < CL.CL_COMPLETE) {
      failure = DriverErrors.ofStatus(device.name(), "a run", status[0]);
    }
    CL.clReleaseEvent(event[0]);
    done = true;
    return true;
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
      CL.clRetainEvent(event[0]);
    }
    try {
      CL.clWaitForEvents(1, event);
    } catch (CLException _) {
      // The status says what happened.
    } finally {
      CL.clReleaseEvent(event[0]);
    }
    look();
  }
}
