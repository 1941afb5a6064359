package io.cloakwork.bench.ops;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A compiled graph with a buffer for everything it binds, random residues in what it reads: times
/// do not depend on the words, so keys need not be keys.
final class BoundProgram implements AutoCloseable {

  private static final long SEED = 20260101;

  private final Executable executable;
  private final Bindings bindings;
  private final List<DeviceBuffer> buffers = new ArrayList<>();

  BoundProgram(Device device, CommandGraph graph) {
    SplittableRandom random = new SplittableRandom(SEED);
    executable = device.compile(graph, Reuse.MANY);
    bindings = executable.newBindings();
    for (Value value : graph.boundValues()) {
      DeviceBuffer buffer = device.allocate(value.shape());
      buffers.add(buffer);
      if (value.role() != Value.Role.OUTPUT) {
        buffer.upload(residues(value.shape(), random));
      }
      bindings.bind(value.name(), buffer);
    }
  }

  private static long[] residues(RnsShape shape, SplittableRandom random) {
    long[] words = new long[Math.toIntExact(shape.words())];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextLong(shape.basis().get((i >>> shape.logN()) % shape.limbs()).value());
    }
    return words;
  }

  void run() {
    executable.run(bindings);
  }

  @Override
  public void close() {
    executable.close();
    buffers.forEach(DeviceBuffer::close);
  }
}
