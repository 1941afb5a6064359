package io.cloakwork.bench.device;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.util.HashMap;
import java.util.Map;

/// A compiled graph with a buffer for everything it binds: what remains of an operation when
/// nothing is recorded, compiled or allocated, as in a server's loop.
public final class BoundProgram implements AutoCloseable {

  private final Executable executable;
  private final Bindings bindings;

  /// Compiles for `device` and binds buffers of `pool`, which is the device's and stays the
  /// caller's.
  public BoundProgram(Device device, CommandGraph graph, BufferPool pool) {
    executable = device.compile(graph, Reuse.MANY);
    try {
      bindings = executable.newBindings();
      Map<RnsShape, Integer> taken = new HashMap<>();
      for (Value value : graph.boundValues()) {
        int number = taken.merge(value.shape(), 1, Integer::sum) - 1;
        bindings.bind(value.name(), pool.get(value.shape(), number));
      }
    } catch (RuntimeException | Error e) {
      executable.close();
      throw e;
    }
  }

  public CommandGraph graph() {
    return executable.graph();
  }

  /// Submits and waits.
  public void run() {
    executable.run(bindings);
  }

  /// Gives the executable back; the buffers are the pool's.
  @Override
  public void close() {
    executable.close();
  }
}
