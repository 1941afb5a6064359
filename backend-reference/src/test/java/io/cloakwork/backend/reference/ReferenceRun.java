package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Runs a graph once on a fresh reference device.
final class ReferenceRun {

  private ReferenceRun() {}

  /// The words of every output, the inputs drawn from `seed` (the same seed gives the inputs of the
  /// same name the same words).
  static Map<String, long[]> outputs(CommandGraph graph, long seed) {
    Map<String, long[]> words = new LinkedHashMap<>();
    try (Device device = new ReferenceBackend().open(DeviceOptions.defaults());
        Executable executable = device.compile(graph, Reuse.ONCE)) {
      Bindings bindings = executable.newBindings();
      Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();
      for (Value value : graph.boundValues()) {
        DeviceBuffer buffer = device.allocate(value.shape());
        buffers.put(value.name(), buffer);
        bindings.bind(value.name(), buffer);
        if (value.role() != Value.Role.OUTPUT) {
          buffer.upload(randomWords(value.shape(), new Random(seed ^ value.name().hashCode())));
        }
      }
      executable.run(bindings);
      for (Value value : graph.boundValues()) {
        if (value.role() == Value.Role.OUTPUT) {
          words.put(value.name(), buffers.get(value.name()).download());
        }
      }
    }
    return words;
  }

  static long[] randomWords(RnsShape shape, Random random) {
    long[] words = new long[Math.toIntExact(shape.words())];
    for (int i = 0; i < words.length; i++) {
      int limb = i / shape.degree() % shape.limbs();
      words[i] = random.nextLong(shape.basis().get(limb).value());
    }
    return words;
  }
}
