package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphException;
import io.cloakwork.spi.graph.RnsShape;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What may be bound to what, and what is refused.
final class BindingCases {

  private final int logN;

  private BindingCases(int logN) {
    this.logN = logN;
  }

  static List<ConformanceCase> all(int logN) {
    BindingCases cases = new BindingCases(logN);
    Supplier<CommandGraph> sum = () -> Samples.sum(logN);
    Supplier<CommandGraph> two = () -> Samples.sumAndDifference(logN);
    return List.of(
        cases.named("unknown-name", sum, BindingCases::unknownName),
        cases.named("wrong-shape", sum, cases::wrongShape),
        cases.named("incomplete", sum, BindingCases::incomplete),
        cases.named("foreign-buffer", sum, cases::foreignBuffer),
        cases.named("closed-buffer", sum, BindingCases::closedBuffer),
        cases.named("closed-after-binding", sum, BindingCases::closedAfterBinding),
        cases.named("refused-submission", sum, BindingCases::refusedSubmission),
        cases.named("closed-executable", sum, BindingCases::closedExecutable),
        cases.named("bindings-of-another-executable", sum, cases::otherExecutable),
        cases.named("output-aliases-input", sum, BindingCases::outputAliasesInput),
        cases.named("output-aliases-output", two, BindingCases::outputAliasesOutput),
        cases.named("report", two, BindingCases::report));
  }

  private ConformanceCase named(
      String name, Supplier<CommandGraph> graph, BiConsumer<TestBed, BoundGraph> body) {
    return new LifecycleCase(
        "lifecycle/bindings/" + name,
        logN,
        graph,
        bed -> {
          try (BoundGraph bound = new BoundGraph(bed.candidate(), graph.get(), Reuse.MANY)) {
            body.accept(bed, bound);
          }
        });
  }

  private static void unknownName(TestBed bed, BoundGraph bound) {
    GraphException error =
        Expect.thrown(
            GraphException.class,
            "binding a name that the graph has not",
            () -> bound.bindings().bind("nobody", bound.buffer("a")));
    Expect.mentions(error, "nobody");
  }

  private void wrongShape(TestBed bed, BoundGraph bound) {
    RnsShape shape = Samples.shape(logN);
    List<RnsShape> others =
        List.of(
            shape.withBatch(1),
            shape.withBatch(3),
            shape.withPolys(1),
            shape.withDomain(Domain.COEFF),
            shape.withBasis(shape.basis().range(0, 1)),
            shape.withBasis(shape.basis().select(1, 0)));
    for (RnsShape other : others) {
      try (DeviceBuffer buffer = bed.candidate().allocate(other)) {
        Expect.thrown(
            GraphException.class,
            "binding a buffer of shape %s to a value of shape %s".formatted(other, shape),
            () -> bound.bindings().bind("a", buffer));
      }
    }
  }

  private static void incomplete(TestBed bed, BoundGraph bound) {
    Bindings bindings = bound.executable().newBindings().bind("a", bound.buffer("a"));
    bindings.bind("out", bound.buffer("out"));
    IllegalStateException error =
        Expect.thrown(
            IllegalStateException.class,
            "submitting bindings without 'b'",
            () -> bound.executable().submit(bindings));
    Expect.mentions(error, "b");
  }

  private void foreignBuffer(TestBed bed, BoundGraph bound) {
    RnsShape shape = Samples.shape(logN);
    try (DeviceBuffer buffer = bed.oracle().allocate(shape)) {
      Expect.thrown(
          IllegalArgumentException.class,
          "binding a buffer of another backend",
          () -> bound.bindings().bind("a", buffer));
    }
    try (Device other = bed.openAnother(0);
        DeviceBuffer buffer = other.allocate(shape)) {
      Expect.thrown(
          IllegalArgumentException.class,
          "binding a buffer of another device",
          () -> bound.bindings().bind("a", buffer));
    }
  }

  private static void closedBuffer(TestBed bed, BoundGraph bound) {
    bound.buffer("a").close();
    Expect.thrown(
        IllegalStateException.class,
        "binding a closed buffer",
        () -> bound.executable().newBindings().bind("a", bound.buffer("a")));
  }

  private static void closedAfterBinding(TestBed bed, BoundGraph bound) {
    bound.buffer("b").close();
    IllegalStateException error =
        Expect.thrown(
            IllegalStateException.class,
            "submitting bindings with a closed buffer",
            () -> bound.executable().submit(bound.bindings()));
    Expect.mentions(error, "closed");
  }

  /// What a refused submission held on to is free again: the buffers that it found before the one
  /// that it refused give their memory back when they are closed.
  private static void refusedSubmission(TestBed bed, BoundGraph bound) {
    Device device = bed.candidate();
    bound.buffer("b").close();
    long before = device.allocatedBytes();
    Expect.thrown(
        IllegalStateException.class,
        "submitting bindings with a closed buffer",
        () -> bound.executable().submit(bound.bindings()));
    long bytes = bound.buffer("a").shape().bytes();
    bound.buffer("a").close();
    Expect.that(
        device.allocatedBytes() <= before - bytes,
        "%d bytes are allocated after a buffer of %d was closed, %d before"
            .formatted(device.allocatedBytes(), bytes, before));
  }

  private static void closedExecutable(TestBed bed, BoundGraph bound) {
    bound.executable().close();
    bound.executable().close();
    Expect.thrown(
        IllegalStateException.class,
        "submitting a closed executable",
        () -> bound.executable().submit(bound.bindings()));
  }

  private void otherExecutable(TestBed bed, BoundGraph bound) {
    try (Executable other = bed.candidate().compile(Samples.sum(logN), Reuse.MANY)) {
      Expect.thrown(
          IllegalStateException.class,
          "submitting bindings of another executable",
          () -> other.submit(bound.bindings()));
    }
  }

  private static void outputAliasesInput(TestBed bed, BoundGraph bound) {
    refusesAliases(bound, "out", "a");
  }

  private static void outputAliasesOutput(TestBed bed, BoundGraph bound) {
    refusesAliases(bound, "difference", "out");
  }

  private static void refusesAliases(BoundGraph bound, String output, String other) {
    bound.bindings().bind(output, bound.buffer(other));
    IllegalArgumentException error =
        Expect.thrown(
            IllegalArgumentException.class,
            "submitting '%s' and '%s' in one buffer".formatted(output, other),
            () -> bound.executable().submit(bound.bindings()));
    Expect.mentions(error, output);
  }

  private static void report(TestBed bed, BoundGraph bound) {
    var report = bound.executable().report();
    CommandGraph graph = bound.executable().graph();
    Expect.that(report.kernels() >= 1, "a graph of two commands takes at least one kernel");
    Expect.that(
        report.boundBytes() >= graph.lifetimes().boundBytes(),
        "%d bytes of bound buffers reported, the shapes have %d"
            .formatted(report.boundBytes(), graph.lifetimes().boundBytes()));
    Expect.that(report.temporaryBytes() >= 0, "temporaries cannot take negative memory");
  }
}
