package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Programs;
import io.cloakwork.backend.opencl.driver.QueueMode;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.runtime.BufferSlots;
import java.util.Arrays;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;

/// The launches of an executable with their kernels, whose arguments stay set from run to run:
/// giving the list to the queue again sets only what has changed, and allocates nothing unless the
/// queue is profiled. Guarded by the device's lock.
final class LaunchList {

  /// Arguments before the buffers: the plan's integers, where the record is, the plan's constants.
  private static final int FIRST_BUFFER = 3;

  private static final int DIMENSIONS = 3;

  private final BufferSlots slots;
  private final Prepared[] launches;
  // Ends of the launches of the run that is being given to the queue.
  private final cl_event[] ownEnds;

  private static final class Prepared {
    private final cl_kernel kernel;
    private final long[] global;
    private final long[] local;
    private final int[] slotOfArgument;
    // What each argument was last set to.
    private final DeviceWords[] arguments;
    private final int[] after;
    private final cl_event[] waits;

    Prepared(Launch launch, cl_kernel kernel, boolean isTask, int[] slotOfArgument) {
      int columns = isTask ? 1 : launch.program().columns();
      int rows = isTask ? 1 : launch.program().rows();
      int[] groups = {launch.groupsX(), launch.groupsY(), launch.groupsZ()};
      this.kernel = kernel;
      this.local = new long[] {columns, rows, 1};
      this.global =
          isTask
              ? new long[] {1, 1, 1}
              : new long[] {(long) groups[0] * columns, (long) groups[1] * rows, groups[2]};
      for (int i = 0; isTask && i < DIMENSIONS; i++) {
        int place = FIRST_BUFFER + slotOfArgument.length + i;
        CL.clSetKernelArg(kernel, place, Sizeof.cl_uint, Pointer.to(new int[] {groups[i]}));
      }
      this.slotOfArgument = slotOfArgument;
      this.arguments = new DeviceWords[slotOfArgument.length];
      this.after = launch.after().stream().mapToInt(Integer::intValue).toArray();
      this.waits = new cl_event[after.length];
    }

    @SuppressWarnings("ReferenceEquality") // it is about the same memory, not equal ones
    void set(DeviceWords[] wordsOfSlot) {
      for (int i = 0; i < slotOfArgument.length; i++) {
        DeviceWords words = wordsOfSlot[slotOfArgument[i]];
        if (arguments[i] != words) {
          CL.clSetKernelArg(kernel, FIRST_BUFFER + i, Sizeof.cl_mem, words.argument());
          arguments[i] = words;
        }
      }
    }

    /// Notes the ends of the launches to wait for, and says how many there are.
    int waitFor(cl_event[] ends) {
      for (int i = 0; i < after.length; i++) {
        waits[i] = ends[after[i]];
      }
      return after.length;
    }

    /// Gives this launch to the queue, to start after the first `count` of its waits.
    void enqueue(cl_command_queue queue, int count, cl_event end) {
      CL.clEnqueueNDRangeKernel(
          queue, kernel, DIMENSIONS, null, global, local, count, count == 0 ? null : waits, end);
    }
  }

  LaunchList(LaunchPlan plan, Programs programs, DeviceWords integers, DeviceWords constants) {
    this.slots = new BufferSlots(plan);
    this.launches = new Prepared[plan.launches().size()];
    this.ownEnds = newEvents(launches.length);
    for (int i = 0; i < launches.length; i++) {
      Launch launch = plan.launches().get(i);
      cl_kernel kernel = programs.kernel(launch.program(), launch.kernel());
      CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, integers.argument());
      CL.clSetKernelArg(kernel, 1, Sizeof.cl_uint, Pointer.to(new int[] {launch.at()}));
      CL.clSetKernelArg(kernel, 2, Sizeof.cl_mem, constants.argument());
      launches[i] = new Prepared(launch, kernel, programs.areTasks(), slots.of(launch));
    }
  }

  /// The buffers that the launches use, each once.
  List<BufferRef> slots() {
    return slots.buffers();
  }

  /// Gives the launches to the queue, which tells the run when they have ended.
  ///
  /// @param wordsOfSlot a buffer for each of [#slots]
  void enqueue(Session session, DeviceWords[] wordsOfSlot, OpenClRun run) {
    session.fence();
    if (session.mode().equals(QueueMode.PLAIN)) {
      enqueueInOrder(session.queue(), wordsOfSlot, run.end());
    } else {
      enqueueWithEvents(session, wordsOfSlot, run);
    }
    CL.clFlush(session.queue());
  }

  /// Gives the launches to the queue, one after the other, and waits for them.
  void run(Session session, DeviceWords[] wordsOfSlot) {
    for (Prepared launch : launches) {
      session.fence();
      launch.set(wordsOfSlot);
      launch.enqueue(session.queue(), 0, null);
    }
    session.finish();
  }

  private void enqueueInOrder(cl_command_queue queue, DeviceWords[] wordsOfSlot, cl_event end) {
    for (int i = 0; i < launches.length; i++) {
      launches[i].set(wordsOfSlot);
      launches[i].enqueue(queue, 0, i == launches.length - 1 ? end : null);
    }
    if (launches.length == 0) {
      CL.clEnqueueMarkerWithWaitList(queue, 0, null, end);
    }
  }

  private void enqueueWithEvents(Session session, DeviceWords[] wordsOfSlot, OpenClRun run) {
    boolean profiling = session.mode().profiling();
    cl_event[] ends = profiling ? newEvents(launches.length) : ownEnds;
    for (int i = 0; i < launches.length; i++) {
      launches[i].set(wordsOfSlot);
      int waits = session.mode().outOfOrder() ? launches[i].waitFor(ends) : 0;
      launches[i].enqueue(session.queue(), waits, ends[i]);
    }
    CL.clEnqueueMarkerWithWaitList(session.queue(), 0, null, run.end());
    if (profiling) {
      run.keep(ends);
    } else {
      // The queue holds on to what it still needs.
      for (cl_event end : ends) {
        CL.clReleaseEvent(end);
      }
    }
  }

  private static cl_event[] newEvents(int count) {
    cl_event[] events = new cl_event[count];
    Arrays.setAll(events, _ -> new cl_event());
    return events;
  }

  void close() {
    for (Prepared launch : launches) {
      CL.clReleaseKernel(launch.kernel);
    }
  }
}
