package io.cloakwork.backend.cuda.sim;

import static io.cloakwork.backend.cuda.sim.DriverSession.address;
import static io.cloakwork.backend.cuda.sim.DriverSession.addressOf;
import static io.cloakwork.backend.cuda.sim.DriverSession.ok;
import static io.cloakwork.backend.cuda.sim.DriverSession.read;
import static io.cloakwork.backend.cuda.sim.DriverSession.value;
import static io.cloakwork.backend.cuda.sim.DriverSession.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Kernels on the simulated driver: what they compute, and what becomes of those that are wrong.
class DriverSimulatorTest {

  private static final int THREADS = 256;

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

  private static long[] upTo(int count) {
    return LongStream.range(0, count).toArray();
  }

  private static long[] reversedBlocks(int count) {
    return IntStream.range(0, count)
        .mapToLong(i -> (i / THREADS + 1) * THREADS - 1 - i % THREADS)
        .toArray();
  }

  @Test
  void everyThreadOfEveryBlockRunsOnce() {
    CUdeviceptr a = words(upTo(1000));
    CUdeviceptr out = words(new long[1000]);
    ok(driver.run("add", 4, THREADS, address(a), address(a), address(out), value(1000)));
    assertThat(read(out, 1000)).isEqualTo(Arrays.stream(upTo(1000)).map(x -> 2 * x).toArray());
    assertThat(simulator.count(Simulator.Count.KERNELS)).isPositive();
  }

  @Test
  void threadsKnowWhereTheyAreInThreeDimensions() {
    CUdeviceptr out = words(new long[12 * 24 / 2]);
    ok(
        JCudaDriver.cuLaunchKernel(
            driver.kernel("indices"), 2, 3, 2, 4, 3, 2, 0, null, Pointer.to(address(out)), null));
    int[] found = new int[12 * 24];
    ok(JCudaDriver.cuMemcpyDtoH(Pointer.to(found), out, 4L * found.length));
    assertThat(found)
        .isEqualTo(IntStream.range(0, found.length).map(i -> i / 24 << 16 | i % 24).toArray());
  }

  @Test
  void barriersOrderWhatThreadsShare() {
    CUdeviceptr in = words(upTo(4 * THREADS));
    CUdeviceptr out = words(new long[4 * THREADS]);
    ok(driver.run("reverse", 4, THREADS, address(in), address(out)));
    assertThat(read(out, 4 * THREADS)).isEqualTo(reversedBlocks(4 * THREADS));
    CUdeviceptr data = words(upTo(THREADS));
    ok(driver.run("rotate", 1, THREADS, address(data), value(7)));
    assertThat(read(data, THREADS))
        .isEqualTo(LongStream.range(0, THREADS).map(i -> (i + 7) % THREADS).toArray());
  }

  @Test
  void aForgottenBarrierShowsInTheResult() {
    CUdeviceptr in = words(upTo(2 * THREADS));
    CUdeviceptr out = words(new long[2 * THREADS]);
    ok(driver.run("racy_reverse", 2, THREADS, address(in), address(out)));
    long[] found = read(out, 2 * THREADS);
    long[] wanted = reversedBlocks(2 * THREADS);
    assertThat(Arrays.copyOf(found, THREADS)).isNotEqualTo(Arrays.copyOf(wanted, THREADS));
    assertThat(Arrays.copyOfRange(found, THREADS, 2 * THREADS))
        .isNotEqualTo(Arrays.copyOfRange(wanted, THREADS, 2 * THREADS));
  }

  @Test
  void aBarrierThatSomeDoNotReachFailsTheLaunch() {
    CUdeviceptr out = words(new long[THREADS]);
    assertThat(driver.run("half_barrier", 1, THREADS, address(out)))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
  }

  @Test
  void buffersAreReachedThroughATable() {
    CUdeviceptr from = words(upTo(32));
    CUdeviceptr to = words(new long[32]);
    CUdeviceptr table = words(addressOf(from), addressOf(to));
    long[] arguments = {addressOf(table), 1L << 32}; // slots 0 and 1
    ok(driver.run("increment_by_table", 1, 32, Pointer.to(arguments)));
    assertThat(read(to, 32)).isEqualTo(LongStream.rangeClosed(1, 32).toArray());
  }

  @Test
  void writesOutsideOfMemoryAreFound() {
    for (long at : new long[] {-1, 10, 31, 1 << 20}) {
      CUdeviceptr out = words(new long[10]);
      assertThat(driver.run("store", 1, 1, address(out), value(at), value(1L)))
          .as("a store to word %d of 10", at)
          .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      driver.close();
      driver = new DriverSession();
    }
  }

  @Test
  void freedMemoryAndHostMemoryAreNoArguments() {
    CUdeviceptr out = words(new long[10]);
    ok(JCudaDriver.cuMemFree(out));
    assertThat(driver.run("store", 1, 1, address(out), value(0L), value(1L)))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    driver.close();
    driver = new DriverSession();
    Pointer host = Pointer.to(java.nio.ByteBuffer.allocateDirect(80));
    assertThat(driver.run("store", 1, 1, Pointer.to(host), value(0L), value(1L)))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void afterAFaultEveryCallFailsUntilTheContextIsNew() {
    CUdeviceptr out = words(new long[10]);
    driver.run("store", 1, 1, address(out), value(1L << 40), value(1L));
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
        .isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    assertThat(JCudaDriver.cuMemFree(out)).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
    ok(JCudaDriver.cuDevicePrimaryCtxReset(driver.device));
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED);
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(driver.device));
    driver = new DriverSession();
    ok(driver.run("store", 1, 1, address(words(0)), value(0L), value(1L)));
  }

  @Test
  void badLaunchesAreRefusedAtOnce() {
    CUdeviceptr out = words(new long[10]);
    assertThat(driver.launch("reverse", 1, 257, null, address(out), address(out)))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    assertThat(driver.launch("add", 0, 1, null)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(driver.launch("add", 1, 1025, null)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    ok(JCudaDriver.cuCtxSynchronize());
  }

  @Test
  void unknownImagesAndFunctionsAreRefused() {
    CUmodule module = new CUmodule();
    assertThat(JCudaDriver.cuModuleLoadData(module, "no kernels"))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_IMAGE);
    assertThat(JCudaDriver.cuModuleGetFunction(new jcuda.driver.CUfunction(), driver.probe, "none"))
        .isEqualTo(CUresult.CUDA_ERROR_NOT_FOUND);
    ok(JCudaDriver.cuModuleUnload(driver.probe));
    assertThat(JCudaDriver.cuModuleUnload(driver.probe))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_HANDLE);
  }

  @Test
  void whatIsNotSimulatedSaysSo() {
    assertThat(JCudaDriver.cuProfilerStart()).isEqualTo(CUresult.CUDA_ERROR_NOT_SUPPORTED);
  }
}
