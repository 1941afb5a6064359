package io.cloakwork.conformance.skeleton;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;

/// Memory and its limit. Everything that touches words holds this object's lock, which is how a
/// synchronous device keeps submissions, uploads and downloads in order; one with a queue of its
/// own puts them all into that.
final class NullDevice implements Device {

  private final DeviceProfile profile;
  private final Capabilities capabilities;
  private long allocatedBytes;
  private boolean closed;

  NullDevice(DeviceProfile profile, Capabilities capabilities) {
    this.profile = profile;
    this.capabilities = capabilities;
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public synchronized DeviceBuffer allocate(RnsShape shape) {
    requireOpen();
    reserve(shape.bytes());
    return new NullBuffer(this, shape);
  }

  /// Turn the graph into whatever the device runs here: kernels, an instruction stream. Temporaries
  /// are taken now, so that a run cannot fail for lack of memory.
  @Override
  public synchronized Executable compile(CommandGraph graph, Reuse reuse) {
    requireOpen();
    capabilities.require(graph);
    long temporaryBytes = graph.lifetimes().peakTemporaryBytes();
    reserve(temporaryBytes);
    return new NullExecutable(this, graph, temporaryBytes);
  }

  @Override
  public synchronized long allocatedBytes() {
    return allocatedBytes;
  }

  private void reserve(long bytes) {
    long available = profile.memoryBytes() - allocatedBytes;
    if (bytes > available) {
      throw new DeviceOutOfMemoryException(profile.backend(), bytes, available);
    }
    allocatedBytes += bytes;
  }

  synchronized void release(long bytes) {
    allocatedBytes -= bytes;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the device is closed");
    }
  }

  /// Wait for the device's queue here.
  @Override
  public synchronized void close() {
    closed = true;
  }
}
