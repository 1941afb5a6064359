package io.cloakwork.backend.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/// Memory of the device. The driver keeps it until the commands are done that were given to the
/// queue before it was released.
final class DeviceWords {

  private final cl_mem memory;
  private final Pointer argument;
  private final long bytes;

  DeviceWords(cl_mem memory, long bytes) {
    this.memory = memory;
    this.argument = Pointer.to(memory);
    this.bytes = bytes;
  }

  cl_mem memory() {
    return memory;
  }

  /// What a kernel takes as its argument.
  Pointer argument() {
    return argument;
  }

  long bytes() {
    return bytes;
  }

  void release() {
    CL.clReleaseMemObject(memory);
  }
}
