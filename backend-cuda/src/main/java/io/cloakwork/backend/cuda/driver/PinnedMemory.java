package io.cloakwork.backend.cuda.driver;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/// Memory of the host that the device reads and writes by itself while the host does other things.
public final class PinnedMemory {

  private final Pointer pointer = new Pointer();
  private final MemorySegment bytes;

  /// The calling thread has entered the session.
  public PinnedMemory(Session session, long byteCount) {
    session.check(
        JCudaDriver.cuMemHostAlloc(pointer, byteCount, 0),
        "pinning %,d bytes of the host's memory".formatted(byteCount));
    bytes = MemorySegment.ofBuffer(pointer.getByteBuffer(0, byteCount));
  }

  public Pointer pointer() {
    return pointer;
  }

  public MemorySegment bytes() {
    return bytes;
  }

  /// Gives the memory back, whether or not the device is lost.
  public void free() {
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
