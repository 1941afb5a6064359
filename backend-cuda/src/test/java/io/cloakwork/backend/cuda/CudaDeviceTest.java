package io.cloakwork.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.KernelTime;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CudaDeviceTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(10, new int[] {50, 40, 40, 40}, new int[] {50});
  private static final ModulusChain WIDE =
      ModulusChain.search(14, new int[] {50, 40, 40, 40}, new int[] {50});
  private static final RnsShape TINY =
      new RnsShape(
          Domain.EVAL, 4, 1, 1, ModulusChain.search(4, new int[] {40}, new int[] {41}).chainQ());
  private static final int RUNS = 20;

  /// A call site that is linked, or a monitor that is inflated, in one of them is no submission's.
  private static final int ATTEMPTS = 5;

  private static final long COMPLETION_BYTES = 48;
  private static final RnsShape SHAPE = new RnsShape(Domain.EVAL, 10, 1, 2, CHAIN.chainQ());

  @BeforeEach
  void needsADevice() {
    AnyDevice.required();
  }

  private static RnsShape wide(int polys) {
    return new RnsShape(Domain.EVAL, 14, 1, polys, WIDE.chainQ());
  }

  private static long[] random(RnsShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] words = new long[(int) shape.words()];
    for (int i = 0; i < words.length; i++) {
      int limb = i / shape.degree() % shape.limbs();
      words[i] = random.nextLong(shape.basis().get(limb).value());
    }
    return words;
  }

  private static Device open(DeviceOptions options) {
    return Backends.open("cuda", options);
  }

  private static Device open() {
    return open(DeviceOptions.defaults());
  }

  /// out = (a · b rescaled and back) for `rounds` rounds of a product that need temporaries.
  private static CommandGraph products(int rounds) {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, CHAIN.chainQ());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, CHAIN.chainQ());
    RnsView<Eval> product = a;
    for (int i = 0; i < rounds; i++) {
      product = graph.ntt(graph.intt(graph.mul(product, b)));
    }
    graph.output("out", product);
    return graph.build();
  }

  private static Bindings bind(Executable executable, DeviceBuffer a, DeviceBuffer out) {
    return executable.newBindings().bind("a", a).bind("b", a).bind("out", out);
  }

  @Test
  void memoryIsAccountedAndLimited() {
    long limit = 3 * SHAPE.bytes();
    try (Device device = open(DeviceOptions.defaults().withMemoryLimit(limit))) {
      DeviceBuffer one = device.allocate(SHAPE);
      device.allocate(SHAPE.withPolys(4));
      assertThat(device.allocatedBytes()).isEqualTo(limit);
      assertThatThrownBy(() -> device.allocate(SHAPE))
          .isInstanceOfSatisfying(
              DeviceOutOfMemoryException.class,
              e -> {
                assertThat(e.requestedBytes()).isEqualTo(SHAPE.bytes());
                assertThat(e.availableBytes()).isZero();
              });
      one.close();
      one.close();
      assertThat(device.allocatedBytes()).isEqualTo(limit - SHAPE.bytes());
    }
  }

  @Test
  void temporariesAreAccountedOnceForAllExecutables() {
    try (Device device = open()) {
      Executable small = device.compile(products(1), Reuse.MANY);
      long one = small.report().temporaryBytes();
      assertThat(device.allocatedBytes()).isEqualTo(one).isPositive();
      Executable large = device.compile(products(3), Reuse.MANY);
      assertThat(device.allocatedBytes()).isEqualTo(large.report().temporaryBytes());
      large.close();
      small.close();
      small.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void temporariesThatDoNotFitAreRefusedAndLeaveTheOthers() {
    try (Device device = open()) {
      Executable small = device.compile(products(1), Reuse.MANY);
      long limit = small.report().temporaryBytes();
      try (Device limited = open(DeviceOptions.defaults().withMemoryLimit(limit))) {
        limited.compile(products(1), Reuse.MANY);
        RnsShape shape = SHAPE.withPolys(64);
        GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
        RnsView<Eval> in = graph.input("in", Domain.EVAL, shape.polys(), shape.basis());
        graph.output("out", graph.ntt(graph.intt(in)));
        CommandGraph tooLarge = graph.build();
        assertThatThrownBy(() -> limited.compile(tooLarge, Reuse.ONCE))
            .isInstanceOf(DeviceOutOfMemoryException.class);
        assertThat(limited.allocatedBytes()).isEqualTo(limit);
      }
    }
  }

  @Test
  void closingTheDeviceWaitsForRunsAndClosesWhatItGave() {
    Device device = open();
    Executable executable = device.compile(products(20), Reuse.MANY);
    DeviceBuffer a = device.allocate(SHAPE);
    a.upload(new long[(int) SHAPE.words()]);
    DeviceBuffer out = device.allocate(SHAPE);
    Bindings bindings = bind(executable, a, out);
    Completion completion = executable.submit(bindings);
    device.close();
    assertThat(completion.isDone()).isTrue();
    completion.await();
    device.close();
    assertThatIllegalStateException().isThrownBy(out::download);
    assertThatIllegalStateException().isThrownBy(() -> device.allocate(SHAPE));
    assertThatIllegalStateException().isThrownBy(() -> device.compile(products(1), Reuse.MANY));
    assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
    assertThatIllegalStateException().isThrownBy(executable::newBindings);
    out.close();
    executable.close();
    assertThat(device.allocatedBytes()).isZero();
  }

  @Test
  void foreignAndClosedBuffersAreRefused() {
    try (Device device = open();
        Device other = open();
        Executable executable = device.compile(products(1), Reuse.MANY)) {
      Bindings bindings = executable.newBindings();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bindings.bind("a", other.allocate(SHAPE)));
      DeviceBuffer closed = device.allocate(SHAPE);
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> bindings.bind("a", closed));
      assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
      DeviceBuffer a = device.allocate(SHAPE);
      Bindings complete = bind(executable, a, device.allocate(SHAPE));
      a.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> executable.submit(complete))
          .withMessageContaining("'a' is closed");
    }
  }

  /// More than all windows of pinned memory together, and not a whole number of them.
  @Test
  void largeBuffersComeBackAsTheyWent() {
    RnsShape shape = wide(101);
    assertThat(shape.bytes()).isGreaterThan(50_000_000);
    long[] words = random(shape, 1);
    try (Device device = open();
        DeviceBuffer buffer = device.allocate(shape)) {
      buffer.upload(words);
      assertThat(buffer.download()).isEqualTo(words);
      long[] row = new long[shape.degree()];
      Arrays.setAll(row, i -> i);
      buffer.upload(0, 77, 2, MemorySegment.ofArray(row));
      System.arraycopy(row, 0, words, (77 * shape.limbs() + 2) * row.length, row.length);
      assertThat(buffer.download()).isEqualTo(words);
    }
  }

  /// Uploads go beside the launches, but never before those that still read what was there.
  @Test
  void anUploadWaitsForTheRunsThatReadTheBuffer() {
    GraphBuilder graph = CommandGraph.builder(14, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2, WIDE.chainQ());
    graph.output("out", graph.ntt(graph.intt(graph.add(in, in))));
    RnsShape shape = wide(2);
    try (Device device = open();
        Executable executable = device.compile(graph.build(), Reuse.MANY);
        DeviceBuffer a = device.allocate(shape)) {
      List<long[]> inputs = new ArrayList<>();
      List<DeviceBuffer> outputs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        long[] words = random(shape, i);
        DeviceBuffer out = device.allocate(shape);
        a.upload(words);
        executable.submit(executable.newBindings().bind("in", a).bind("out", out));
        inputs.add(words);
        outputs.add(out);
      }
      for (int i = 0; i < 8; i++) {
        assertThat(outputs.get(i).download()).isEqualTo(doubled(inputs.get(i), shape));
        outputs.get(i).close();
      }
    }
  }

  private static long[] doubled(long[] words, RnsShape shape) {
    long[] doubled = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      long q = shape.basis().get(i / shape.degree() % shape.limbs()).value();
      doubled[i] = 2 * words[i] % q;
    }
    return doubled;
  }

  @Test
  void threadsShareADevice() throws Exception {
    GraphBuilder graph = CommandGraph.builder(14, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2, WIDE.chainQ());
    graph.output("out", graph.add(in, in));
    RnsShape shape = wide(2);
    try (Device device = open();
        Executable executable = device.compile(graph.build(), Reuse.MANY);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        long seed = 100L * thread;
        all.add(threads.submit(() -> doubleOften(device, executable, shape, seed)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(device.allocatedBytes()).isEqualTo(executable.report().temporaryBytes());
    }
  }

  private static void doubleOften(Device device, Executable executable, RnsShape shape, long seed) {
    for (int i = 0; i < 10; i++) {
      try (DeviceBuffer a = device.allocate(shape);
          DeviceBuffer out = device.allocate(shape)) {
        long[] words = random(shape, seed + i);
        a.upload(words);
        Bindings bindings = executable.newBindings().bind("in", a).bind("out", out);
        Completion completion = executable.submit(bindings);
        if (i % 2 == 0) {
          completion.await();
        }
        assertThat(out.download()).isEqualTo(doubled(words, shape));
      }
    }
  }

  @Test
  void launchesAreTimedOneByOneWhereAskedFor() {
    DeviceOptions options = DeviceOptions.defaults().withProperty("profiling", "on");
    try (Device device = open(options);
        Executable executable = device.compile(products(3), Reuse.MANY)) {
      DeviceBuffer a = device.allocate(SHAPE);
      a.upload(new long[(int) SHAPE.words()]);
      Bindings bindings = bind(executable, a, device.allocate(SHAPE));
      executable.run(bindings);
      List<KernelTime> times = executable.submit(bindings).kernelTimes();
      assertThat(times).hasSize(executable.report().kernels());
      for (int i = 0; i < times.size(); i++) {
        assertThat(times.get(i).kernel()).isEqualTo(i);
        assertThat(times.get(i).nanos()).isNotNegative();
        long before = i == 0 ? 0 : times.get(i - 1).endNanos();
        assertThat(times.get(i).startNanos()).isEqualTo(before);
      }
      assertThat(times.getLast().endNanos()).isPositive();
    }
  }

  @Test
  void withoutProfilingThereAreNoTimes() {
    try (Device device = open();
        Executable executable = device.compile(products(1), Reuse.ONCE)) {
      DeviceBuffer a = device.allocate(SHAPE);
      a.upload(new long[(int) SHAPE.words()]);
      Completion completion =
          executable.submit(bind(executable, a, device.allocate(SHAPE)), Completion.NO_WAITS);
      assertThat(completion.kernelTimes()).isEmpty();
    }
  }

  /// Whether the device makes them or the host; what was there before is gone, not what is beside.
  @Test
  void seedsExpandToTheSameWordsOnTheDeviceAndOnTheHost() {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 7);
    RnsShape shape = SHAPE.withPolys(3);
    List<long[]> words = new ArrayList<>();
    for (String where : List.of("device", "host")) {
      try (Device device = open(DeviceOptions.defaults().withProperty("seeds", where));
          DeviceBuffer buffer = device.allocate(shape)) {
        buffer.upload(random(shape, 5));
        buffer.expand(
            new UniformSource(seed, 4, List.of(0, 1, 2, 3)),
            List.of(new UniformSource.Target(0, 0, 3), new UniformSource.Target(0, 2, 9)));
        words.add(buffer.download());
      }
    }
    assertThat(words.get(0)).isEqualTo(words.get(1));
  }

  @Test
  void profilesSayWhatTheDeviceIs() {
    try (Device device = open(DeviceOptions.defaults().withProperty("lane", "int64"))) {
      assertThat(device.profile().backend()).isEqualTo("cuda");
      assertThat(device.profile().facts())
          .containsKeys("driver", "compute capability", "second-level cache")
          .containsEntry("lanes", "64-bit words")
          .containsEntry("launches", "CUDA graphs for what runs often");
    }
  }

  @Test
  void wordsOutOfRangeAreRefusedByName() {
    try (Device device = open();
        DeviceBuffer buffer = device.allocate(SHAPE)) {
      long[] words = new long[(int) SHAPE.words()];
      words[(SHAPE.limbs() + 2) * SHAPE.degree() + 5] = SHAPE.basis().get(2).value();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> buffer.upload(words))
          .withMessageContaining("polynomial 1, limb 2")
          .withMessageContaining("word 5");
    }
  }

  /// Whether the table of addresses changes from run to run or not, and however launches are given.
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void submittingAThousandLaunchesAllocatesTheCompletionOnly(String graphs)
      throws ReflectiveOperationException {
    try (Device device = open(DeviceOptions.defaults().withProperty("graphs", graphs));
        Executable executable = device.compile(sums(1_000), Reuse.MANY)) {
      DeviceBuffer a = device.allocate(TINY);
      a.upload(new long[(int) TINY.words()]);
      Bindings one = bind(executable, a, device.allocate(TINY));
      Bindings other = bind(executable, a, device.allocate(TINY));
      run(executable, one, other); // loads classes
      long each = Long.MAX_VALUE;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        each = Math.min(each, allocatedBytes(() -> run(executable, one, other)) / (3 * RUNS));
      }
      System.out.printf(
          "cuda, graphs %s: %d bytes a submission of %d launches%n",
          graphs, each, executable.report().kernels());
      assertThat(executable.report().kernels()).isGreaterThanOrEqualTo(1_000);
      assertThat(each).isLessThanOrEqualTo(COMPLETION_BYTES);
    }
  }

  /// b added to a so many times.
  private static CommandGraph sums(int times) {
    GraphBuilder graph = CommandGraph.builder(TINY.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, TINY.basis());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 1, TINY.basis());
    RnsView<Eval> sum = a;
    for (int i = 0; i < times; i++) {
      sum = graph.add(sum, b);
    }
    graph.output("out", sum);
    return graph.build();
  }

  private static void run(Executable executable, Bindings one, Bindings other) {
    for (int i = 0; i < RUNS; i++) {
      executable.submit(one, Completion.NO_WAITS).await();
      executable.submit(other, Completion.NO_WAITS).await();
      executable.submit(other, Completion.NO_WAITS).await();
    }
  }

  /// Bytes that this thread allocates on the heap in `work`, less what asking allocates.
  private static long allocatedBytes(Runnable work) throws ReflectiveOperationException {
    long before = allocatedBytes();
    long asking = allocatedBytes() - before;
    before = allocatedBytes();
    work.run();
    return allocatedBytes() - before - asking;
  }

  /// Bytes that this thread has allocated on the heap. By reflection, since the module under test
  /// does not read the management modules.
  private static long allocatedBytes() throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method method =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
    return (long) method.invoke(bean, Thread.currentThread().threadId());
  }

  /// Kernels are built beforehand, for a few tunings.
  @Test
  void onlyTuningsWithImagesCanBeChosen() {
    for (String tile : List.of("11", "12")) {
      open(DeviceOptions.defaults().withProperty("tile", tile)).close();
    }
    assertThatThrownBy(() -> open(DeviceOptions.defaults().withProperty("tile", "13")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'13'")
        .hasMessageContaining("[11, 12]");
    assertThatThrownBy(() -> open(DeviceOptions.defaults().withProperty("lane", "quaternion")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quaternion");
  }
}
