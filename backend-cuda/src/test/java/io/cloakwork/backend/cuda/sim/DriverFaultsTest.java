package io.cloakwork.backend.cuda.sim;

import static io.cloakwork.backend.cuda.sim.DriverSession.address;
import static io.cloakwork.backend.cuda.sim.DriverSession.ok;
import static io.cloakwork.backend.cuda.sim.DriverSession.read;
import static io.cloakwork.backend.cuda.sim.DriverSession.value;
import static io.cloakwork.backend.cuda.sim.DriverSession.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.cuda.sim.Simulator.Count;
import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import java.util.concurrent.atomic.AtomicInteger;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmemPoolProps;
import jcuda.driver.CUmemoryPool;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The simulated driver's memory and its failures: those of the user, and those on demand.
class DriverFaultsTest {

  private static final long MEMORY = 1 << 20;

  private Simulator simulator;
  private DriverSession driver;

  @BeforeEach
  void open() {
    simulator = Simulator.required();
    simulator.set(Setting.MEMORY, MEMORY);
    driver = new DriverSession();
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
      simulator.close();
    }
  }

  private static long freeBytes() {
    long[] free = new long[1];
    ok(JCudaDriver.cuMemGetInfo(free, new long[1]));
    return free[0];
  }

  @Test
  void memoryEndsAndComesBack() {
    CUdeviceptr most = new CUdeviceptr();
    ok(JCudaDriver.cuMemAlloc(most, MEMORY - 100));
    assertThat(freeBytes()).isEqualTo(100);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 101))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    ok(JCudaDriver.cuMemFree(most));
    assertThat(freeBytes()).isEqualTo(MEMORY);
    assertThat(simulator.count(Count.DEVICE_BYTES)).isZero();
    assertThat(JCudaDriver.cuMemFree(most)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
  }

  @Test
  void aPoolKeepsWhatIsFreedUntilTheNextSynchronisation() {
    CUstream stream = DriverSession.stream();
    CUmemoryPool pool = new CUmemoryPool();
    ok(JCudaDriver.cuMemPoolCreate(pool, new CUmemPoolProps()));
    CUdeviceptr memory = new CUdeviceptr();
    ok(JCudaDriver.cuMemAllocFromPoolAsync(memory, MEMORY / 2, pool, stream));
    ok(JCudaDriver.cuMemFreeAsync(memory, stream));
    assertThat(JCudaDriver.cuMemFreeAsync(memory, stream))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(freeBytes()).isEqualTo(MEMORY / 2);
    ok(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(freeBytes()).isEqualTo(MEMORY);
    ok(JCudaDriver.cuMemPoolDestroy(pool));
  }

  @Test
  void memoryThatIsYetToBeFreedIsWaitedForBeforeThereIsTooLittle() {
    simulator.set(Setting.KERNEL_DELAY, 20_000);
    CUstream stream = DriverSession.stream();
    CUdeviceptr first = new CUdeviceptr();
    ok(JCudaDriver.cuMemAllocAsync(first, MEMORY, stream));
    ok(driver.launch("store", 1, 1, stream, address(first), value(0L), value(1L)));
    ok(JCudaDriver.cuMemFreeAsync(first, stream));
    ok(JCudaDriver.cuMemAllocAsync(new CUdeviceptr(), MEMORY, stream));
    assertThat(simulator.count(Count.DEVICE_ALLOCATIONS)).isEqualTo(1);
  }

  @Test
  void copiesBeyondAnAllocationAreRefused() {
    CUdeviceptr memory = words(1, 2, 3);
    assertThat(JCudaDriver.cuMemcpyDtoH(Pointer.to(new long[4]), memory, 32))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThat(JCudaDriver.cuMemcpyDtoD(memory, memory.withByteOffset(16), 16))
        .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    ok(JCudaDriver.cuMemcpyDtoD(memory, memory.withByteOffset(8), 16));
    assertThat(read(memory, 3)).containsExactly(2, 3, 3);
  }

  @Test
  void newMemoryHoldsJunk() {
    CUdeviceptr memory = new CUdeviceptr();
    ok(JCudaDriver.cuMemAlloc(memory, 8));
    assertThat(read(memory, 1)[0]).isEqualTo(0xA5A5A5A5A5A5A5A5L);
  }

  @Test
  void aThreadWithoutAContextIsTold() throws InterruptedException {
    AtomicInteger code = new AtomicInteger();
    Thread fresh =
        Thread.ofPlatform().start(() -> code.set(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8)));
    fresh.join();
    assertThat(code).hasValue(CUresult.CUDA_ERROR_INVALID_CONTEXT);
  }

  @Test
  void theNthAllocationFailsAndNoOther() {
    simulator.failAllocation(2, 1, Simulator.OUT_OF_MEMORY);
    words(1);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    words(1);
  }

  @Test
  void aLaunchFailsAtTheCall() {
    CUdeviceptr out = words(0);
    simulator.failLaunch(1, Simulator.LAUNCH_OUT_OF_RESOURCES);
    assertThat(driver.launch("store", 1, 1, null, address(out), value(0L), value(1L)))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    ok(driver.run("store", 1, 1, address(out), value(0L), value(2L)));
    assertThat(read(out, 1)).containsExactly(2);
  }

  @Test
  void aKernelFailsOnTheDeviceAndStaysFailed() {
    CUdeviceptr out = words(0);
    simulator.failKernel(1, Simulator.LAUNCH_FAILED);
    assertThat(driver.run("store", 1, 1, address(out), value(0L), value(1L)))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8))
        .isEqualTo(CUresult.CUDA_ERROR_LAUNCH_FAILED);
  }

  @Test
  void aLostDeviceIsLostUntilItsContextEnds() {
    words(1);
    simulator.loseDevice(Simulator.UNKNOWN);
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_UNKNOWN);
    driver.close();
    assertThat(simulator.count(Count.CONTEXTS)).isZero();
    assertThat(simulator.count(Count.DEVICE_BYTES)).isZero();
    driver = new DriverSession();
    words(1);
  }

  @Test
  void aModuleFailsToLoad() {
    simulator.failModuleLoad(1, CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
    assertThat(JCudaDriver.cuModuleLoadData(new CUmodule(), DriverSession.probeSource()))
        .isEqualTo(CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
  }

  @Test
  void theMachineIsWhatTheTestSays() {
    simulator.set(Setting.DRIVER_VERSION, 12040);
    int[] found = new int[1];
    ok(JCudaDriver.cuDriverGetVersion(found));
    assertThat(found[0]).isEqualTo(12040);
    simulator.set(Setting.DEVICES, 2);
    ok(JCudaDriver.cuDeviceGetCount(found));
    assertThat(found[0]).isEqualTo(2);
    ok(JCudaDriver.cuDevicePrimaryCtxRetain(new CUcontext(), second()));
    ok(JCudaDriver.cuDevicePrimaryCtxRelease(second()));
    simulator.set(Setting.DEVICES, 0);
    assertThat(JCudaDriver.cuInit(0)).isEqualTo(CUresult.CUDA_ERROR_NO_DEVICE);
    simulator.set(Setting.DEVICES, 1);
  }

  private static CUdevice second() {
    CUdevice device = new CUdevice();
    ok(JCudaDriver.cuDeviceGet(device, 1));
    return device;
  }
}
