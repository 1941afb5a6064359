package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.GraphException;
import io.cloakwork.spi.graph.RnsShape;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Buffers whose rows are a value's under another shape: what one graph wrote as a vector another
/// takes as a batch.
final class RowOrderCases {

  private final int logN;

  private RowOrderCases(int logN) {
    this.logN = logN;
  }

  static List<ConformanceCase> all(int logN) {
    RowOrderCases cases = new RowOrderCases(logN);
    Supplier<CommandGraph> sum = () -> Samples.sum(logN);
    return List.of(
        cases.named("vector-as-batch", sum, cases::vectorAsBatch),
        cases.named("batch-as-vector", sum, cases::batchAsVector),
        cases.named("shared", () -> Samples.sumWithShared(logN), cases::sharedRows));
  }

  private ConformanceCase named(
      String name, Supplier<CommandGraph> graph, BiConsumer<TestBed, BoundGraph> body) {
    return new LifecycleCase(
        "lifecycle/row-order/" + name,
        logN,
        graph,
        bed -> {
          try (BoundGraph bound = new BoundGraph(bed.candidate(), graph.get(), Reuse.MANY)) {
            body.accept(bed, bound);
          }
        });
  }

  /// One item of four polynomials is two items of two: the same rows in the same order.
  private void vectorAsBatch(TestBed bed, BoundGraph bound) {
    RnsShape vector = Samples.shape(logN).withBatch(1).withPolys(4);
    addsUnderAnotherShape(bed, bound, List.of(vector, vector, vector));
  }

  /// Four items of one polynomial, among buffers of other shapes.
  private void batchAsVector(TestBed bed, BoundGraph bound) {
    RnsShape shape = Samples.shape(logN);
    addsUnderAnotherShape(
        bed,
        bound,
        List.of(shape.withBatch(4).withPolys(1), shape, shape.withBatch(1).withPolys(4)));
  }

  /// Runs a + b in buffers of these shapes.
  private static void addsUnderAnotherShape(TestBed bed, BoundGraph bound, List<RnsShape> shapes) {
    long[] a = Pattern.RANDOM.words(shapes.get(0), 1);
    long[] b = Pattern.RANDOM.words(shapes.get(1), 2);
    try (DeviceBuffer first = bed.candidate().allocate(shapes.get(0));
        DeviceBuffer second = bed.candidate().allocate(shapes.get(1));
        DeviceBuffer out = bed.candidate().allocate(shapes.get(2))) {
      first.upload(a);
      second.upload(b);
      bound.bindings().bind("a", first).bind("b", second).bind("out", out);
      bound.run();
      Expect.sameWords("a + b", shapes.get(2), sum(shapes.get(2), a, b), out.download());
      Expect.sameWords("a", shapes.get(0), a, first.download());
    }
  }

  private static long[] sum(RnsShape shape, long[] a, long[] b) {
    long[] sum = new long[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = shape.basis().get((i >>> shape.logN()) % shape.limbs()).add(a[i], b[i]);
    }
    return sum;
  }

  /// A value of one item takes exactly its rows, not those of the batch.
  private void sharedRows(TestBed bed, BoundGraph bound) {
    RnsShape shared = Samples.shape(logN).withBatch(1);
    for (RnsShape other : List.of(shared.withBatch(2), shared.withPolys(1), shared.withPolys(4))) {
      try (DeviceBuffer buffer = bed.candidate().allocate(other)) {
        Expect.thrown(
            GraphException.class,
            "binding a buffer of shape %s to a value of shape %s".formatted(other, shared),
            () -> bound.bindings().bind("b", buffer));
      }
    }
    RnsShape same = shared.withBatch(2).withPolys(1);
    long[] a = Pattern.RANDOM.words(Samples.shape(logN), 3);
    long[] b = Pattern.RANDOM.words(same, 4);
    try (DeviceBuffer buffer = bed.candidate().allocate(same)) {
      bound.buffer("a").upload(a);
      buffer.upload(b);
      bound.bindings().bind("b", buffer);
      bound.run();
    }
    long[] twice = new long[a.length];
    System.arraycopy(b, 0, twice, 0, b.length);
    System.arraycopy(b, 0, twice, b.length, b.length);
    Expect.sameWords(
        "a + b",
        Samples.shape(logN),
        sum(Samples.shape(logN), a, twice),
        bound.buffer("out").download());
  }
}
