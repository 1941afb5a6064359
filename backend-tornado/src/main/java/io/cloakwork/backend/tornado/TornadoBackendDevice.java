package io.cloakwork.backend.tornado;

import io.cloakwork.backend.tornado.kernels.Twiddles;
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
import java.util.HashMap;
import java.util.Map;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// Memory and its limit, the twiddles of every prime that was seen, and the order of things: who
/// touches words holds this object's lock, and a submission holds it to its end.
final class TornadoBackendDevice implements Device {

  private record Length(int logN, Modulus modulus) {}

  private final VmDevice device;
  private final Capabilities capabilities;
  private final Map<Length, Twiddles> twiddles = new HashMap<>();
  private long allocatedBytes;
  private int compiledGraphs;
  private boolean closed;

  TornadoBackendDevice(VmDevice device, Capabilities capabilities) {
    this.device = device;
    this.capabilities = capabilities;
  }

  TornadoDevice handle() {
    return device.handle();
  }

  @Override
  public DeviceProfile profile() {
    return device.profile();
  }

  @Override
  public synchronized DeviceBuffer allocate(RnsShape shape) {
    requireOpen();
    reserve(shape.bytes());
    return new TornadoBuffer(this, shape);
  }

  /// Plans the tasks and has TornadoVM compile them. An array of every value is taken now, bound
  /// ones included, for tasks are compiled for the arrays that they work on.
  @Override
  public synchronized Executable compile(CommandGraph graph, Reuse reuse) {
    requireOpen();
    capabilities.require(graph);
    long bytes = 0;
    for (Value value : graph.values()) {
      requireOneArray(value.shape());
      bytes += value.shape().bytes();
    }
    reserve(bytes);
    try {
      String name = "cloakwork" + compiledGraphs++;
      return new TornadoExecutable(this, new GraphTasks(name, graph, this::twiddles), bytes);
    } catch (RuntimeException e) {
      release(bytes);
      throw e;
    }
  }

  /// An array is indexed by an int, and devices limit its bytes.
  private void requireOneArray(RnsShape shape) {
    long largest = Math.min(device.largestArrayBytes(), (long) Integer.MAX_VALUE * Long.BYTES);
    if (shape.bytes() > largest) {
      throw new DeviceOutOfMemoryException(profile().name(), shape.bytes(), largest);
    }
  }

  private Twiddles twiddles(int logN, Modulus modulus) {
    return twiddles.computeIfAbsent(
        new Length(logN, modulus), length -> new Twiddles(length.logN(), length.modulus()));
  }

  @Override
  public synchronized long allocatedBytes() {
    return allocatedBytes;
  }

  private void reserve(long bytes) {
    long available = profile().memoryBytes() - allocatedBytes;
    if (bytes > available) {
      throw new DeviceOutOfMemoryException(profile().name(), bytes, available);
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
