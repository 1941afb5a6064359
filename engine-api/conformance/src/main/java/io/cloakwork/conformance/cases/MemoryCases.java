package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Running out of memory is an answer, not an accident: typed, with nothing taken, survivable.
final class MemoryCases {

  // Coarse enough for devices that allocate in pages of 2 MiB.
  private static final long CHUNK_BYTES = 4L << 20;
  private static final int LIMIT_CHUNKS = 16;

  private final int logN;
  private final RnsShape chunk;

  private MemoryCases(int logN) {
    this.logN = logN;
    RnsShape one = new RnsShape(Domain.EVAL, logN, 1, 1, Samples.basis(logN));
    this.chunk = one.withBatch((int) Math.max(1, CHUNK_BYTES / one.bytes()));
  }

  static List<ConformanceCase> all(int smallLogN) {
    MemoryCases cases = new MemoryCases(Math.max(smallLogN, 10));
    return List.of(
        new LifecycleCase(
            "lifecycle/memory/larger-than-the-device", cases.logN, null, cases::largerThanDevice),
        new LifecycleCase("lifecycle/memory/limit", cases.logN, null, cases::limit),
        new LifecycleCase("lifecycle/memory/accounting", cases.logN, null, cases::accounting),
        new LifecycleCase(
            "lifecycle/memory/temporaries", cases.logN, cases::transforms, cases::temporaries),
        new LifecycleCase(
            "lifecycle/memory/executables", cases.logN, cases::transforms, cases::executables));
  }

  private void largerThanDevice(TestBed bed) {
    Device device = bed.candidate();
    long before = device.allocatedBytes();
    long items = device.profile().memoryBytes() / chunk.withBatch(1).bytes() + 1;
    RnsShape huge = chunk.withBatch((int) Math.min(items, Integer.MAX_VALUE / chunk.limbs()));
    Expect.that(
        huge.bytes() > device.profile().memoryBytes(),
        "a device of %d bytes: its profile exaggerates".formatted(device.profile().memoryBytes()));
    DeviceOutOfMemoryException error =
        Expect.thrown(
            DeviceOutOfMemoryException.class,
            "allocating %d bytes".formatted(huge.bytes()),
            () -> device.allocate(huge));
    Expect.that(
        error.requestedBytes() >= huge.bytes(),
        "the exception says %d bytes were requested, not %d"
            .formatted(error.requestedBytes(), huge.bytes()));
    Expect.that(device.allocatedBytes() == before, "a refused allocation was counted");
    requireUsable(device);
  }

  private void limit(TestBed bed) {
    try (Device device = bed.openAnother(LIMIT_CHUNKS * chunk.bytes())) {
      Deque<DeviceBuffer> buffers = new ArrayDeque<>();
      DeviceOutOfMemoryException error = fill(device, buffers);
      Expect.that(
          error.requestedBytes() >= chunk.bytes(),
          "%d bytes are refused, the exception says %d"
              .formatted(chunk.bytes(), error.requestedBytes()));
      Expect.that(
          error.availableBytes() < chunk.bytes(),
          "%d bytes are refused, %d said to be available"
              .formatted(chunk.bytes(), error.availableBytes()));
      buffers.pop().close();
      buffers.push(device.allocate(chunk));
      requireWritable(buffers.peek());
      buffers.forEach(DeviceBuffer::close);
    }
  }

  /// Allocates chunks until they are refused; at least half of the limit must fit.
  private DeviceOutOfMemoryException fill(Device device, Deque<DeviceBuffer> buffers) {
    while (buffers.size() <= LIMIT_CHUNKS) {
      try {
        buffers.push(device.allocate(chunk));
      } catch (DeviceOutOfMemoryException e) {
        Expect.that(
            buffers.size() >= LIMIT_CHUNKS / 2,
            "only %d of %d buffers fit into the limit".formatted(buffers.size(), LIMIT_CHUNKS));
        return e;
      }
    }
    throw new ConformanceFailure(
        "%d bytes were allocated on a device limited to %d"
            .formatted(buffers.size() * chunk.bytes(), LIMIT_CHUNKS * chunk.bytes()));
  }

  private void accounting(TestBed bed) {
    try (Device device = bed.openAnother(0)) {
      long before = device.allocatedBytes();
      DeviceBuffer buffer = device.allocate(chunk);
      Expect.that(
          device.allocatedBytes() >= before + chunk.bytes(),
          "%d bytes allocated before, %d with a buffer of %d"
              .formatted(before, device.allocatedBytes(), chunk.bytes()));
      buffer.close();
      buffer.close();
      Expect.that(
          device.allocatedBytes() == before,
          "%d bytes allocated before, %d after the buffer was closed"
              .formatted(before, device.allocatedBytes()));
    }
  }

  /// A device limited to half of what the executable says it takes. One that takes nothing has
  /// nothing to refuse.
  private void temporaries(TestBed bed) {
    CommandGraph graph = transforms();
    long needed;
    try (Executable executable = bed.candidate().compile(graph, Reuse.MANY)) {
      needed = executable.report().temporaryBytes();
    }
    if (needed == 0) {
      return;
    }
    try (Device device = bed.openAnother(Math.max(1, needed / 2))) {
      long before = device.allocatedBytes();
      Expect.thrown(
          DeviceOutOfMemoryException.class,
          "compiling a graph that takes %d bytes of temporaries".formatted(needed),
          () -> device.compile(graph, Reuse.MANY));
      Expect.that(device.allocatedBytes() == before, "a refused executable was counted");
      requireUsable(device);
    }
  }

  /// Executables give back what they took, whichever is closed first.
  private void executables(TestBed bed) {
    try (Device device = bed.openAnother(0)) {
      Executable first = device.compile(transforms(), Reuse.MANY);
      long one = device.allocatedBytes();
      Expect.that(
          one >= first.report().temporaryBytes(),
          "%d bytes are allocated for an executable with %d bytes of temporaries"
              .formatted(one, first.report().temporaryBytes()));
      Executable second = device.compile(transforms(), Reuse.ONCE);
      Expect.that(
          device.allocatedBytes() >= one, "a second executable made the first give memory back");
      first.close();
      first.close();
      second.close();
      second.close();
      Expect.that(
          device.allocatedBytes() == 0,
          "%d bytes are left of executables that were closed".formatted(device.allocatedBytes()));
    }
  }

  /// Sums of inverse transforms, themselves transformed: temporaries between all of them.
  private CommandGraph transforms() {
    RnsBasis basis = Samples.basis(logN);
    GraphBuilder graph = CommandGraph.builder(logN, chunk.batch());
    RnsView<Coeff> sum = null;
    for (int i = 0; i < 3; i++) {
      RnsView<Eval> in = graph.input("in" + i, Domain.EVAL, 2, basis);
      RnsView<Coeff> coefficients = graph.intt(in);
      sum = sum == null ? coefficients : graph.add(sum, coefficients);
    }
    graph.output("out", graph.ntt(sum));
    return graph.build();
  }

  private void requireUsable(Device device) {
    try (DeviceBuffer buffer = device.allocate(chunk.withBatch(1))) {
      requireWritable(buffer);
    }
  }

  private static void requireWritable(DeviceBuffer buffer) {
    long[] words = Pattern.EDGES.words(buffer.shape(), 7);
    buffer.upload(words);
    Expect.sameWords("after running out of memory", buffer.shape(), words, buffer.download());
  }
}
