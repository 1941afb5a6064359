package io.cloakwork.backend.cpu;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Runs graphs on seeded random words and brings the outputs home.
public final class GraphRuns {

  private GraphRuns() {}

  /// The outputs of one run by name, for inputs drawn from `seed`.
  public static Map<String, long[]> run(Device device, CommandGraph graph, long seed) {
    try (Executable executable = device.compile(graph, Reuse.MANY)) {
      Bindings bindings = executable.newBindings();
      Map<String, DeviceBuffer> buffers = bindAll(device, bindings, graph, seed);
      executable.run(bindings);
      Map<String, long[]> outputs = new LinkedHashMap<>();
      for (Value value : graph.boundValues()) {
        if (value.role() == Value.Role.OUTPUT) {
          outputs.put(value.name(), buffers.get(value.name()).download());
        }
      }
      buffers.values().forEach(DeviceBuffer::close);
      return outputs;
    }
  }

  /// Allocates a buffer for everything that the graph binds and fills what it reads.
  public static Map<String, DeviceBuffer> bindAll(
      Device device, Bindings bindings, CommandGraph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
    for (Value value : graph.boundValues()) {
      DeviceBuffer buffer = device.allocate(value.shape());
      if (value.role() != Value.Role.OUTPUT) {
        buffer.upload(randomWords(value.shape(), random));
      }
      bindings.bind(value.name(), buffer);
      buffers.put(value.name(), buffer);
    }
    return buffers;
  }

  /// Canonical residues of every limb.
  public static long[] randomWords(RnsShape shape, SplittableRandom random) {
    long[] words = new long[Math.toIntExact(shape.words())];
    int n = shape.degree();
    for (int row = 0; row < shape.rows(); row++) {
      long q = shape.basis().get(row % shape.limbs()).value();
      for (int i = 0; i < n; i++) {
        words[row * n + i] = random.nextLong(q);
      }
    }
    return words;
  }
}
