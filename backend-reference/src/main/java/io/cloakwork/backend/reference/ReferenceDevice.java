package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A synchronous device: a submission has run when `submit` returns. One lock orders submissions,
/// uploads and downloads of all threads.
final class ReferenceDevice implements Device {

  private record TransformKey(int logN, Modulus modulus) {}

  private final DeviceProfile profile;
  private final Capabilities capabilities;
  private final MemoryBudget memory;
  private final Object order = new Object();
  // Finding a minimal root takes N products, so each is found once.
  private final Map<TransformKey, Transform> transforms = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ReferenceDevice(DeviceProfile profile, Capabilities capabilities) {
    this.profile = profile;
    this.capabilities = capabilities;
    this.memory = new MemoryBudget(profile.memoryBytes());
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    requireOpen();
    memory.reserve(shape.bytes());
    try {
      return new ReferenceBuffer(this, shape);
    } catch (OutOfMemoryError _) {
      // The heap is shared with the application, so it may end before the limit does.
      memory.release(shape.bytes());
      throw new DeviceOutOfMemoryException(
          ReferenceBackend.NAME, shape.bytes(), Runtime.getRuntime().freeMemory());
    }
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    requireOpen();
    capabilities.require(graph);
    memory.reserve(graph.lifetimes().peakTemporaryBytes());
    return new ReferenceExecutable(this, graph);
  }

  @Override
  public long allocatedBytes() {
    return memory.allocatedBytes();
  }

  /// What whoever touches words holds.
  Object order() {
    return order;
  }

  MemoryBudget memory() {
    return memory;
  }

  Transform transform(int logN, Modulus modulus) {
    return transforms.computeIfAbsent(
        new TransformKey(logN, modulus), key -> new Transform(key.logN(), key.modulus()));
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the reference device is closed");
    }
  }

  @Override
  public void close() {
    synchronized (order) {
      closed = true;
    }
  }
}
