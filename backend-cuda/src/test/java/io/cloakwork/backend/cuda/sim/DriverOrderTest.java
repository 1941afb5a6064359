package io.cloakwork.backend.cuda.sim;

import static io.cloakwork.backend.cuda.sim.DriverSession.address;
import static io.cloakwork.backend.cuda.sim.DriverSession.addressOf;
import static io.cloakwork.backend.cuda.sim.DriverSession.ok;
import static io.cloakwork.backend.cuda.sim.DriverSession.read;
import static io.cloakwork.backend.cuda.sim.DriverSession.stream;
import static io.cloakwork.backend.cuda.sim.DriverSession.value;
import static io.cloakwork.backend.cuda.sim.DriverSession.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.cuda.sim.Simulator.Count;
import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import jcuda.Pointer;
import jcuda.driver.CUDA_KERNEL_NODE_PARAMS;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUgraphNode;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams, events and graphs of the simulated driver: what is ordered is ordered, and what is not
/// shows.
class DriverOrderTest {

  private static final int SLOW_MICROSECONDS = 50_000;

  private Simulator simulator;
  private DriverSession driver;

  @BeforeEach
  void open() {
    simulator = Simulator.required();
    driver = new DriverSession();
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
      simulator.close();
    }
  }

  private void store(CUstream stream, CUdeviceptr out, long word) {
    ok(driver.launch("store", 1, 1, stream, address(out), value(0L), value(word)));
  }

  private static long readOn(CUstream stream, CUdeviceptr memory) {
    long[] word = new long[1];
    ok(JCudaDriver.cuMemcpyDtoHAsync(Pointer.to(word), memory, 8, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    return word[0];
  }

  @Test
  void aStreamWorksInOrderAndLater() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUdeviceptr out = words(0);
    CUstream stream = stream();
    store(stream, out, 1);
    assertThat(JCudaDriver.cuStreamQuery(stream)).isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    store(stream, out, 2);
    assertThat(readOn(stream, out)).isEqualTo(2);
    ok(JCudaDriver.cuStreamQuery(stream));
    ok(JCudaDriver.cuStreamDestroy(stream));
  }

  @Test
  void anotherStreamDoesNotWaitUnlessItIsTold() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUdeviceptr out = words(0);
    CUstream writer = stream();
    CUstream reader = stream();
    CUevent written = new CUevent();
    ok(JCudaDriver.cuEventCreate(written, 0));
    ok(JCudaDriver.cuEventQuery(written));
    store(writer, out, 1);
    ok(JCudaDriver.cuEventRecord(written, writer));
    assertThat(readOn(reader, out)).isZero();
    assertThat(JCudaDriver.cuEventQuery(written)).isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    ok(JCudaDriver.cuStreamWaitEvent(reader, written, 0));
    assertThat(readOn(reader, out)).isEqualTo(1);
    ok(JCudaDriver.cuEventQuery(written));
  }

  @Test
  void memoryIsThereWhenItsStreamHasComeToIt() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUstream owner = stream();
    CUstream other = stream();
    store(owner, words(0), 1);
    CUdeviceptr memory = new CUdeviceptr();
    ok(JCudaDriver.cuMemAllocAsync(memory, 8, owner));
    ok(JCudaDriver.cuMemcpyHtoDAsync(memory, Pointer.to(new long[] {3}), 8, owner));
    assertThat(readOn(owner, memory)).isEqualTo(3);
    store(owner, words(0), 1);
    ok(JCudaDriver.cuMemAllocAsync(memory, 8, owner));
    ok(JCudaDriver.cuMemcpyHtoDAsync(memory, Pointer.to(new long[] {3}), 8, other));
    assertThat(JCudaDriver.cuStreamSynchronize(other))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void theLegacyStreamKeepsOrderWithBlockingStreams() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUdeviceptr out = words(0);
    CUstream blocking = new CUstream();
    ok(JCudaDriver.cuStreamCreate(blocking, 0));
    store(blocking, out, 1);
    assertThat(read(out, 1)).containsExactly(1);
    store(null, out, 2);
    assertThat(readOn(blocking, out)).isEqualTo(2);
  }

  @Test
  void eventsTellTheTimeBetweenThem() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUstream stream = stream();
    CUevent start = new CUevent();
    CUevent end = new CUevent();
    ok(JCudaDriver.cuEventCreate(start, 0));
    ok(JCudaDriver.cuEventCreate(end, 0));
    ok(JCudaDriver.cuEventRecord(start, stream));
    store(stream, words(0), 1);
    ok(JCudaDriver.cuEventRecord(end, stream));
    ok(JCudaDriver.cuEventSynchronize(end));
    float[] milliseconds = new float[1];
    ok(JCudaDriver.cuEventElapsedTime(milliseconds, start, end));
    assertThat(milliseconds[0]).isGreaterThanOrEqualTo(SLOW_MICROSECONDS / 1000f);
  }

  @Test
  void lazyStreamsWaitToBeWaitedFor() throws InterruptedException {
    simulator.set(Setting.LAZY, 1);
    CUdeviceptr out = words(0);
    CUstream stream = stream();
    long before = simulator.count(Count.KERNELS);
    store(stream, out, 1);
    Thread.sleep(2);
    assertThat(simulator.count(Count.KERNELS)).isEqualTo(before);
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(simulator.count(Count.KERNELS)).isEqualTo(before + 1);
  }

  @Test
  void copiesFromUnpinnedMemoryAreStagedAndCounted() {
    simulator.set(Setting.KERNEL_DELAY, SLOW_MICROSECONDS);
    CUdeviceptr out = words(0);
    CUstream stream = stream();
    Pointer pinned = new Pointer();
    ok(JCudaDriver.cuMemHostAlloc(pinned, 8, 0));
    long before = simulator.count(Count.PAGEABLE_COPIES);
    store(stream, out, 5);
    ok(JCudaDriver.cuMemcpyDtoHAsync(pinned, out, 8, stream));
    assertThat(JCudaDriver.cuStreamQuery(stream)).isEqualTo(CUresult.CUDA_ERROR_NOT_READY);
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(simulator.count(Count.PAGEABLE_COPIES)).isEqualTo(before);
    ok(JCudaDriver.cuMemcpyHtoDAsync(out, Pointer.to(new long[] {6}), 8, stream));
    assertThat(readOn(stream, out)).isEqualTo(6);
    assertThat(simulator.count(Count.PAGEABLE_COPIES)).isEqualTo(before + 2);
    ok(JCudaDriver.cuMemFreeHost(pinned));
  }

  /// `to[0] = from[0] + 1` through a table of two buffers.
  private CUgraphNode addIncrement(
      CUgraph graph, long table, int from, int to, CUgraphNode... after) {
    CUDA_KERNEL_NODE_PARAMS parameters = new CUDA_KERNEL_NODE_PARAMS();
    parameters.func = driver.kernel("increment_by_table");
    parameters.gridDimX = parameters.gridDimY = parameters.gridDimZ = 1;
    parameters.blockDimX = parameters.blockDimY = parameters.blockDimZ = 1;
    parameters.kernelParams = Pointer.to(Pointer.to(new long[] {table, (long) to << 32 | from}));
    CUgraphNode node = new CUgraphNode();
    ok(JCudaDriver.cuGraphAddKernelNode(node, graph, after, after.length, parameters));
    return node;
  }

  private static CUgraphExec instantiate(CUgraph graph) {
    CUgraphExec exec = new CUgraphExec();
    ok(JCudaDriver.cuGraphInstantiate(exec, graph, 0));
    ok(JCudaDriver.cuGraphDestroy(graph));
    return exec;
  }

  @Test
  void aGraphServesTablesThatChangeBetweenItsLaunches() {
    CUdeviceptr a = words(10);
    CUdeviceptr b = words(20);
    CUdeviceptr c = words(30);
    CUdeviceptr table = words(addressOf(a), addressOf(b), addressOf(c));
    CUgraph graph = new CUgraph();
    ok(JCudaDriver.cuGraphCreate(graph, 0));
    CUgraphNode first = addIncrement(graph, addressOf(table), 0, 1);
    addIncrement(graph, addressOf(table), 1, 2, first);
    CUgraphExec exec = instantiate(graph);
    CUstream stream = stream();
    long before = simulator.count(Count.KERNELS);
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(read(b, 1)[0]).isEqualTo(11);
    assertThat(read(c, 1)[0]).isEqualTo(12);
    long[] turned = {addressOf(c), addressOf(b), addressOf(a)};
    ok(JCudaDriver.cuMemcpyHtoDAsync(table, Pointer.to(turned), 24, stream));
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(read(a, 1)[0]).isEqualTo(14);
    assertThat(read(b, 1)[0]).isEqualTo(13);
    assertThat(simulator.count(Count.KERNELS)).isEqualTo(before + 4);
    assertThat(simulator.count(Count.GRAPHS)).isZero();
    ok(JCudaDriver.cuGraphExecDestroy(exec));
    assertThat(simulator.count(Count.GRAPH_EXECS)).isZero();
  }

  @Test
  void anEdgeThatIsMissingShows() {
    CUdeviceptr a = words(10);
    CUdeviceptr b = words(20);
    CUdeviceptr c = words(30);
    CUdeviceptr table = words(addressOf(a), addressOf(b), addressOf(c));
    CUgraph graph = new CUgraph();
    ok(JCudaDriver.cuGraphCreate(graph, 0));
    addIncrement(graph, addressOf(table), 0, 1);
    addIncrement(graph, addressOf(table), 1, 2);
    CUgraphExec exec = instantiate(graph);
    CUstream stream = stream();
    ok(JCudaDriver.cuGraphLaunch(exec, stream));
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(read(c, 1)[0]).isEqualTo(21);
  }
}
