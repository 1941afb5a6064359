package io.cloakwork.backend.opencl.driver;

import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;

/// A context with one device and its queue. Not thread-safe: who uses it holds the device's lock.
public final class Session implements AutoCloseable {

  private final Hardware hardware;
  private final cl_context context;
  private final QueueMode mode;
  private final cl_command_queue queue;

  private Session(Hardware hardware, cl_context context, QueueMode mode, cl_command_queue queue) {
    this.hardware = hardware;
    this.context = context;
    this.mode = mode;
    this.queue = queue;
  }

  /// Opens a device.
  ///
  /// @throws io.cloakwork.spi.device.BackendException if the driver refuses
  public static Session open(Hardware hardware, QueueMode mode) {
    try {
      cl_context_properties properties = new cl_context_properties();
      properties.addProperty(CL.CL_CONTEXT_PLATFORM, hardware.platform());
      cl_device_id[] devices = {hardware.id()};
      cl_context context = CL.clCreateContext(properties, 1, devices, null, null, null);
      try {
        return new Session(hardware, context, mode, queue(hardware, context, mode));
      } catch (CLException e) {
        CL.clReleaseContext(context);
        throw e;
      }
    } catch (CLException e) {
      throw DriverErrors.of(hardware.name(), "opening the device", e);
    }
  }

  // The newer function needs OpenCL 2.0 and does nothing else here.
  @SuppressWarnings("deprecation")
  private static cl_command_queue queue(Hardware hardware, cl_context context, QueueMode mode) {
    long properties =
        (mode.outOfOrder() ? CL.CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE : 0)
            | (mode.profiling() ? CL.CL_QUEUE_PROFILING_ENABLE : 0);
    return CL.clCreateCommandQueue(context, hardware.id(), properties, null);
  }

  public Hardware hardware() {
    return hardware;
  }

  public QueueMode mode() {
    return mode;
  }

  cl_context context() {
    return context;
  }

  public cl_command_queue queue() {
    return queue;
  }

  /// What is given to the queue from here on starts after everything before.
  public void fence() {
    if (mode.outOfOrder()) {
      CL.clEnqueueBarrierWithWaitList(queue, 0, null, null);
    }
  }

  /// Memory of the device, of undefined content; memory of the host where that is the same.
  ///
  /// @throws CLException if there is too little
  public cl_mem allocate(long bytes) {
    long flags = CL.CL_MEM_READ_WRITE;
    if (hardware.sharesMemory()) {
      flags |= CL.CL_MEM_ALLOC_HOST_PTR;
    }
    return CL.clCreateBuffer(context, flags, bytes, null, null);
  }

  /// Writes an array at `offset`, in bytes.
  public void write(cl_mem memory, long offset, long[] words) {
    long bytes = (long) words.length * Long.BYTES;
    CL.clEnqueueWriteBuffer(queue, memory, true, offset, bytes, Pointer.to(words), 0, null, null);
  }

  /// Writes an array at the start.
  public void write(cl_mem memory, int[] integers) {
    long bytes = (long) integers.length * Integer.BYTES;
    CL.clEnqueueWriteBuffer(queue, memory, true, 0, bytes, Pointer.to(integers), 0, null, null);
  }

  /// Waits for everything that was given to the queue.
  public void finish() {
    CL.clFinish(queue);
  }

  @Override
  public void close() {
    CL.clReleaseCommandQueue(queue);
    CL.clReleaseContext(context);
  }
}
