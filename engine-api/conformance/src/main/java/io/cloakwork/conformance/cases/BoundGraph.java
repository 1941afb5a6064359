package io.cloakwork.conformance.cases;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// A graph compiled on a device, with a buffer for every bound value.
final class BoundGraph implements AutoCloseable {

  private final Executable executable;
  private final Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
  private final Bindings bindings;

  /// Compiles and allocates. `aliases` names inputs that are to share the buffer of another.
  BoundGraph(Device device, CommandGraph graph, Reuse reuse, Map<String, String> aliases) {
    this.executable = device.compile(graph, reuse);
    try {
      this.bindings = executable.newBindings();
      for (Value value : graph.boundValues()) {
        String owner = aliases.getOrDefault(value.name(), value.name());
        DeviceBuffer buffer = buffers.computeIfAbsent(owner, _ -> device.allocate(value.shape()));
        bindings.bind(value.name(), buffer);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  BoundGraph(Device device, CommandGraph graph, Reuse reuse) {
    this(device, graph, reuse, Map.of());
  }

  Executable executable() {
    return executable;
  }

  Bindings bindings() {
    return bindings;
  }

  /// The buffers by the name of the value that owns them.
  Map<String, DeviceBuffer> buffers() {
    return buffers;
  }

  DeviceBuffer buffer(String name) {
    return buffers.get(name);
  }

  void run() {
    executable.run(bindings);
  }

  @Override
  public void close() {
    buffers.values().forEach(DeviceBuffer::close);
    executable.close();
  }
}
