package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/// Submissions, uploads and downloads take effect in the order in which they were made, and closing
/// waits for what is pending.
final class OrderCases {

  private static final int ROUNDS = 4;

  private final int logN;
  private final long seed;
  private final RnsShape shape;

  private OrderCases(int logN, long seed) {
    this.logN = logN;
    this.seed = seed;
    this.shape = Samples.shape(logN, 8);
  }

  static List<ConformanceCase> all(int smallLogN, long seed) {
    OrderCases cases = new OrderCases(Math.max(smallLogN, 10), seed);
    return List.of(
        cases.named("download-after-submit", cases::downloadAfterSubmit),
        cases.named("upload-after-submit", cases::uploadAfterSubmit),
        cases.named("rebinding", cases::rebinding),
        cases.named("chain", cases::chain),
        cases.named("waits", cases::waits),
        cases.named("close-buffers-while-pending", cases::closeBuffers),
        cases.named("close-executable-while-pending", cases::closeExecutable),
        cases.named("close-device-while-pending", cases::closeDevice),
        cases.named("two-threads", cases::twoThreads));
  }

  /// A case with [Samples#longProgram] on the candidate; the second argument computes what the
  /// oracle makes of it.
  private ConformanceCase named(String name, BiConsumer<TestBed, Oracle> body) {
    return new LifecycleCase(
        "lifecycle/order/" + name,
        logN,
        () -> Samples.longProgram(logN),
        bed -> {
          try (BoundGraph oracle =
              new BoundGraph(bed.oracle(), Samples.longProgram(logN), Reuse.MANY)) {
            body.accept(
                bed,
                (a, b) -> {
                  oracle.buffer("a").upload(a);
                  oracle.buffer("b").upload(b);
                  oracle.run();
                  return oracle.buffer("out").download();
                });
          }
        });
  }

  private interface Oracle {
    long[] out(long[] a, long[] b);
  }

  private long[] words(int round) {
    return Pattern.RANDOM.words(shape, seed + round);
  }

  private BoundGraph compile(Device device) {
    return new BoundGraph(device, Samples.longProgram(logN), Reuse.MANY);
  }

  private void same(String what, long[] expected, long[] actual) {
    Expect.sameWords(what, shape, expected, actual);
  }

  private void downloadAfterSubmit(TestBed bed, Oracle oracle) {
    try (BoundGraph graph = compile(bed.candidate())) {
      graph.buffer("a").upload(words(0));
      graph.buffer("b").upload(words(1));
      Completion completion = graph.executable().submit(graph.bindings());
      same(
          "downloaded without waiting",
          oracle.out(words(0), words(1)),
          graph.buffer("out").download());
      completion.await();
      Expect.that(completion.isDone(), "a completion that was awaited is not done");
    }
  }

  private void uploadAfterSubmit(TestBed bed, Oracle oracle) {
    try (BoundGraph graph = compile(bed.candidate())) {
      graph.buffer("a").upload(words(0));
      graph.buffer("b").upload(words(1));
      Completion completion = graph.executable().submit(graph.bindings());
      graph.buffer("a").upload(words(2));
      completion.await();
      same(
          "after an upload that followed the submission",
          oracle.out(words(0), words(1)),
          graph.buffer("out").download());
      graph.run();
      same(
          "of the next submission", oracle.out(words(2), words(1)), graph.buffer("out").download());
    }
  }

  /// One executable, its bindings pointed at other buffers and back.
  private void rebinding(TestBed bed, Oracle oracle) {
    Device device = bed.candidate();
    try (BoundGraph graph = compile(device);
        DeviceBuffer otherA = device.allocate(shape);
        DeviceBuffer otherOut = device.allocate(shape)) {
      graph.buffer("a").upload(words(0));
      graph.buffer("b").upload(words(1));
      otherA.upload(words(2));
      for (int round = 0; round < ROUNDS; round++) {
        boolean other = round % 2 == 1;
        DeviceBuffer out = other ? otherOut : graph.buffer("out");
        out.upload(words(100 + round));
        graph.bindings().bind("a", other ? otherA : graph.buffer("a")).bind("out", out);
        graph.run();
        same(
            "of run %d".formatted(round),
            oracle.out(words(other ? 2 : 0), words(1)),
            out.download());
      }
    }
  }

  /// The output of one submission is the input of the next, nobody waiting in between.
  private void chain(TestBed bed, Oracle oracle) {
    Device device = bed.candidate();
    try (BoundGraph graph = compile(device)) {
      DeviceBuffer ping = graph.buffer("a");
      DeviceBuffer pong = graph.buffer("out");
      ping.upload(words(0));
      graph.buffer("b").upload(words(1));
      Completion last = null;
      for (int round = 0; round < ROUNDS; round++) {
        Bindings bindings = graph.executable().newBindings();
        boolean even = round % 2 == 0;
        bindings.bind("a", even ? ping : pong).bind("out", even ? pong : ping);
        bindings.bind("b", graph.buffer("b"));
        last = graph.executable().submit(bindings);
      }
      last.await();
      long[] expected = words(0);
      for (int round = 0; round < ROUNDS; round++) {
        expected = oracle.out(expected, words(1));
      }
      same("of a chain", expected, ping.download());
    }
  }

  private void waits(TestBed bed, Oracle oracle) {
    try (BoundGraph first = compile(bed.candidate());
        BoundGraph second = compile(bed.candidate())) {
      first.buffer("a").upload(words(0));
      first.buffer("b").upload(words(1));
      second.buffer("b").upload(words(2));
      second.bindings().bind("a", first.buffer("out"));
      Completion before = first.executable().submit(first.bindings());
      second.executable().submit(second.bindings(), before).await();
      Expect.that(before.isDone(), "a run ended before the one that it waits for");
      long[] middle = oracle.out(words(0), words(1));
      same("after a wait", oracle.out(middle, words(2)), second.buffer("out").download());
    }
  }

  private void closeBuffers(TestBed bed, Oracle oracle) {
    try (BoundGraph graph = compile(bed.candidate())) {
      graph.buffer("a").upload(words(0));
      graph.buffer("b").upload(words(1));
      Completion completion = graph.executable().submit(graph.bindings());
      graph.buffer("a").close();
      graph.buffer("b").close();
      // Whoever gives memory back too early gives it to this buffer.
      try (DeviceBuffer thief = bed.candidate().allocate(shape)) {
        thief.upload(words(3));
        completion.await();
      }
      same(
          "of a run whose inputs were closed meanwhile",
          oracle.out(words(0), words(1)),
          graph.buffer("out").download());
    }
  }

  private void closeExecutable(TestBed bed, Oracle oracle) {
    try (BoundGraph graph = compile(bed.candidate())) {
      graph.buffer("a").upload(words(0));
      graph.buffer("b").upload(words(1));
      Completion completion = graph.executable().submit(graph.bindings());
      graph.executable().close();
      completion.await();
      same(
          "of a run whose executable was closed meanwhile",
          oracle.out(words(0), words(1)),
          graph.buffer("out").download());
    }
  }

  private void closeDevice(TestBed bed, Oracle oracle) {
    Device device = bed.openAnother(0);
    BoundGraph graph = compile(device);
    graph.buffer("a").upload(words(0));
    graph.buffer("b").upload(words(1));
    Completion completion = graph.executable().submit(graph.bindings());
    device.close();
    device.close();
    Expect.that(completion.isDone(), "a device was closed before its submissions were done");
    completion.await();
    Expect.thrown(
        IllegalStateException.class,
        "an allocation on a closed device",
        () -> device.allocate(shape));
    Expect.thrown(
        IllegalStateException.class,
        "a download from a closed device",
        () -> graph.buffer("out").download());
    Expect.thrown(
        IllegalStateException.class,
        "a submission to a closed device",
        () -> graph.executable().submit(graph.bindings()));
    Expect.thrown(
        IllegalStateException.class,
        "compiling on a closed device",
        () -> device.compile(Samples.longProgram(logN), Reuse.MANY));
    graph.close();
    Expect.that(
        device.allocatedBytes() == 0,
        "%d bytes are left on a closed device".formatted(device.allocatedBytes()));
  }

  /// Bindings of one executable, each with its own buffers, from two threads.
  private void twoThreads(TestBed bed, Oracle oracle) {
    CommandGraph program = Samples.longProgram(logN);
    List<long[]> expected = new ArrayList<>();
    for (int i = 0; i < 2 * ROUNDS; i++) {
      expected.add(oracle.out(words(i), words(i + 1)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        BoundGraph shared = compile(bed.candidate())) {
      List<Future<?>> runs = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        int first = t * ROUNDS;
        runs.add(threads.submit(() -> thread(bed.candidate(), program, shared, first, expected)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } catch (ExecutionException e) {
      throw new ConformanceFailure("one of two threads failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConformanceFailure("interrupted", e);
    }
  }

  private void thread(
      Device device, CommandGraph program, BoundGraph shared, int first, List<long[]> expected) {
    try (DeviceBuffer a = device.allocate(program.bound("a").shape());
        DeviceBuffer b = device.allocate(program.bound("b").shape());
        DeviceBuffer out = device.allocate(program.bound("out").shape())) {
      Bindings bindings = shared.executable().newBindings();
      bindings.bind("a", a).bind("b", b).bind("out", out);
      for (int i = first; i < first + ROUNDS; i++) {
        a.upload(words(i));
        b.upload(words(i + 1));
        shared.executable().run(bindings);
        same("of run %d among two threads".formatted(i), expected.get(i), out.download());
      }
    }
  }
}
