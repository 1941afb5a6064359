package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Programs;
import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Launch;
import io.cloakwork.kernels.launch.LaunchPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;

/// The launches of an executable with their kernels, whose arguments stay set from run to run:
/// giving the list to the queue again sets only what has changed, and allocates nothing. Guarded by
/// the device's lock.
final class LaunchList {

  /// Arguments before the buffers: the plan's integers, where the record is, the plan's constants.
  private static final int FIRST_BUFFER = 3;

  private static final int DIMENSIONS = 3;

  private final List<BufferRef> slots = new ArrayList<>();
  private final Prepared[] launches;

  private static final class Prepared {
    private final cl_kernel kernel;
    private final long[] global;
    private final long[] local;
    private final int[] slotOfArgument;
    // What each argument was last set to.
    private final DeviceWords[] arguments;

    Prepared(Launch launch, cl_kernel kernel, int[] slotOfArgument) {
      int columns = launch.program().columns();
      int rows = launch.program().rows();
      this.kernel = kernel;
      this.local = new long[] {columns, rows, 1};
      this.global =
          new long[] {
            (long) launch.groupsX() * columns, (long) launch.groupsY() * rows, launch.groupsZ()
          };
      this.slotOfArgument = slotOfArgument;
      this.arguments = new DeviceWords[slotOfArgument.length];
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
  }

  LaunchList(LaunchPlan plan, Programs programs, DeviceWords integers, DeviceWords constants) {
    Map<BufferRef, Integer> slotOf = new HashMap<>();
    this.launches = new Prepared[plan.launches().size()];
    for (int i = 0; i < launches.length; i++) {
      Launch launch = plan.launches().get(i);
      int[] slotOfArgument =
          launch.buffers().stream().mapToInt(buffer -> slot(slotOf, buffer)).toArray();
      cl_kernel kernel = programs.kernel(launch.program(), launch.kernel());
      CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, integers.argument());
      CL.clSetKernelArg(kernel, 1, Sizeof.cl_uint, Pointer.to(new int[] {launch.at()}));
      CL.clSetKernelArg(kernel, 2, Sizeof.cl_mem, constants.argument());
      launches[i] = new Prepared(launch, kernel, slotOfArgument);
    }
  }

  private int slot(Map<BufferRef, Integer> slotOf, BufferRef buffer) {
    return slotOf.computeIfAbsent(
        buffer,
        added -> {
          slots.add(added);
          return slots.size() - 1;
        });
  }

  /// The buffers that the launches use, each once.
  List<BufferRef> slots() {
    return List.copyOf(slots);
  }

  /// Gives the launches to the queue; `end` is the event of the last.
  ///
  /// @param wordsOfSlot a buffer for each of [#slots]
  void enqueue(cl_command_queue queue, DeviceWords[] wordsOfSlot, cl_event end) {
    for (int i = 0; i < launches.length; i++) {
      Prepared launch = launches[i];
      launch.set(wordsOfSlot);
      CL.clEnqueueNDRangeKernel(
          queue,
          launch.kernel,
          DIMENSIONS,
          null,
          launch.global,
          launch.local,
          0,
          null,
          i == launches.length - 1 ? end : null);
    }
    if (launches.length == 0) {
      CL.clEnqueueMarkerWithWaitList(queue, 0, null, end);
    }
    CL.clFlush(queue);
  }

  void close() {
    for (Prepared launch : launches) {
      CL.clReleaseKernel(launch.kernel);
    }
  }
}
