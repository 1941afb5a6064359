package com.example.abacus;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Memory and its limit, and the tables of the transforms. Whoever touches words holds this
/// object's lock.
final class AbacusDevice implements Device {

  private record Length(int logN, Modulus modulus) {}

  private final DeviceProfile profile;
  private final Capabilities capabilities;
  private final Map<Length, Transform> transforms = new ConcurrentHashMap<>();
  private long allocatedBytes;
  private boolean closed;

  AbacusDevice(DeviceProfile profile, Capabilities capabilities) {
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
    return new AbacusBuffer(this, shape);
  }

  /// Temporaries are taken now, so that a run cannot fail for lack of memory.
  @Override
  public synchronized Executable compile(CommandGraph graph, Reuse reuse) {
    requireOpen();
    capabilities.require(graph);
    long temporaryBytes =
        graph.values().stream()
            .filter(value -> value.role() == Value.Role.TEMPORARY)
            .mapToLong(value -> value.shape().bytes())
            .sum();
    reserve(temporaryBytes);
    return new AbacusExecutable(this, graph, temporaryBytes);
  }

  Transform transform(int logN, Modulus modulus) {
    return transforms.computeIfAbsent(
        new Length(logN, modulus), length -> new Transform(length.logN(), length.modulus()));
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

  @Override
  public synchronized void close() {
    closed = true;
  }
}
