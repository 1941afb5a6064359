package io.cloakwork.backend.cuda.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.backend.cuda.sim.Simulator.Count;
import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceLostException;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the CUDA backend makes of a driver that fails: typed exceptions, a device that stays usable
/// or can be opened again, and nothing left behind.
@Timeout(120)
class CudaFaultsTest {

  private static long[] expected;

  private Simulator simulator;

  @BeforeAll
  static void compute() {
    expected = Products.expected();
  }

  @BeforeEach
  void open() {
    simulator = Simulator.required();
    assertThat(simulator.living()).isEmpty();
  }

  @AfterEach
  void everythingWasGivenBack() {
    if (simulator != null) {
      simulator.close();
      assertThat(simulator.living()).isEmpty();
    }
  }

  private static Device device(String graphs) {
    return Backends.open("cuda", DeviceOptions.defaults().withProperty("graphs", graphs));
  }

  private static Device device() {
    return device("on");
  }

  private static void worksOn(Device device) {
    assertThat(Products.on(device)).isEqualTo(expected);
  }

  /// One failure of the device may be survived by waiting and trying again, two may not; either way
  /// nothing is half done.
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anyAllocationMayFail(long times) {
    long tried = Long.MAX_VALUE;
    for (int nth = 1; nth <= tried; nth++) {
      try (Device device = device()) {
        long before = simulator.count(Count.ALLOCATIONS);
        simulator.failAllocation(nth, times, Simulator.OUT_OF_MEMORY);
        try {
          worksOn(device);
        } catch (DeviceOutOfMemoryException e) {
          assertThat(e.requestedBytes()).isPositive();
        } catch (BackendException e) { // memory of the host
          assertThat(e).hasMessageContaining("pinning").hasMessageContaining("OUT_OF_MEMORY");
        }
        tried = simulator.count(Count.ALLOCATIONS) - before;
        simulator.clearFaults();
        assertThat(device.allocatedBytes()).as("after allocation %d failed", nth).isZero();
        worksOn(device);
      }
      assertThat(simulator.living()).isEmpty();
    }
    assertThat(tried).isGreaterThan(3);
  }

  @Test
  void memoryEndsAndComesBack() {
    long words = 1 << 20;
    simulator.set(Setting.MEMORY, words * Long.BYTES);
    try (Device device = device()) {
      Deque<DeviceBuffer> buffers = new ArrayDeque<>();
      assertThatThrownBy(
              () -> {
                while (buffers.size() < words / Products.SHAPE.words() + 1) {
                  buffers.addLast(device.allocate(Products.SHAPE));
                }
              })
          .isInstanceOf(DeviceOutOfMemoryException.class);
      assertThat(buffers).isNotEmpty();
      for (int i = 0; i < 100; i++) {
        buffers.removeLast().close();
      }
      worksOn(device);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aLaunchThatIsRefusedLeavesTheDeviceUsable(String graphs) {
    try (Device device = device(graphs)) {
      simulator.failLaunch(1, Simulator.LAUNCH_OUT_OF_RESOURCES);
      assertThatThrownBy(() -> Products.on(device))
          .isInstanceOf(BackendException.class)
          .isNotInstanceOf(DeviceLostException.class)
          .hasMessageContaining("LAUNCH_OUT_OF_RESOURCES");
      worksOn(device);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aKernelThatFailsLosesTheDeviceUntilItIsOpenedAgain(String graphs) {
    try (Device device = device(graphs)) {
      DeviceBuffer a = device.allocate(Products.SHAPE);
      DeviceBuffer out = device.allocate(Products.SHAPE);
      a.upload(Products.operand());
      Executable executable = device.compile(Products.graph(), Reuse.MANY);
      simulator.set(Setting.KERNEL_DELAY, 5_000);
      simulator.failKernel(2, Simulator.LAUNCH_FAILED);
      Completion first = executable.submit(Products.bind(executable, a, out));
      assertThatThrownBy(first::await)
          .isInstanceOf(DeviceLostException.class)
          .hasMessageContaining("LAUNCH_FAILED");
      assertThat(first.isDone()).isTrue();
      assertIsLost(device, executable, a, out);
    }
    assertThat(simulator.living()).isEmpty();
    try (Device device = device(graphs)) {
      worksOn(device);
    }
  }

  private static void assertIsLost(
      Device device, Executable executable, DeviceBuffer a, DeviceBuffer out) {
    assertThatThrownBy(() -> executable.submit(Products.bind(executable, a, out)).await())
        .isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(() -> a.upload(Products.operand())).isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(out::download).isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(() -> device.allocate(Products.SHAPE))
        .isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(() -> device.compile(Products.graph(), Reuse.ONCE))
        .isInstanceOf(DeviceLostException.class);
    a.close();
    executable.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {Simulator.ILLEGAL_ADDRESS, Simulator.LAUNCH_FAILED, Simulator.UNKNOWN})
  void aDeviceThatIsLostWhileNothingRunsIsFoundByTheNextCall(int code) {
    try (Device device = device()) {
      DeviceBuffer a = device.allocate(Products.SHAPE);
      DeviceBuffer out = device.allocate(Products.SHAPE);
      Executable executable = device.compile(Products.graph(), Reuse.MANY);
      simulator.loseDevice(code);
      assertIsLost(device, executable, a, out);
    }
    assertThat(simulator.living()).isEmpty();
    try (Device device = device()) {
      worksOn(device);
    }
  }

  @Test
  void aProgramThatDoesNotLoadIsNamed() {
    try (Device device = device()) {
      simulator.failModuleLoad(1, Simulator.INVALID_IMAGE);
      assertThatThrownBy(() -> Products.on(device))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("products-fp64")
          .hasMessageContaining("INVALID_IMAGE");
      worksOn(device);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void closingTheDeviceWaitsAndGivesEverythingBack(String graphs) {
    Device device = device(graphs);
    DeviceBuffer a = device.allocate(Products.SHAPE);
    a.upload(Products.operand());
    Executable executable = device.compile(Products.graph(), Reuse.MANY);
    simulator.set(Setting.KERNEL_DELAY, 5_000);
    Completion run =
        executable.submit(Products.bind(executable, a, device.allocate(Products.SHAPE)));
    device.close();
    assertThat(run.isDone()).isTrue();
    assertThat(simulator.living()).isEmpty();
  }

  @Test
  void twoDevicesOnOneGpuAreClosedOneByOne() {
    Device first = device();
    try (Device second = device()) {
      worksOn(first);
      first.close();
      worksOn(second);
    }
  }

  @Test
  void whatRunsOftenIsOneGraphAndOtherwiseLaunches() {
    try (Device device = device()) {
      Executable executable = device.compile(Products.graph(), Reuse.MANY);
      long launches = simulator.count(Count.LAUNCHES);
      long graphs = simulator.count(Count.GRAPH_LAUNCHES);
      worksOn(device);
      assertThat(simulator.count(Count.LAUNCHES)).isEqualTo(launches);
      assertThat(simulator.count(Count.GRAPH_LAUNCHES)).isEqualTo(graphs + 1);
      assertThat(executable.report().kernels()).isGreaterThan(1);
    }
    try (Device device = device("off")) {
      long launches = simulator.count(Count.LAUNCHES);
      int kernels = device.compile(Products.graph(), Reuse.MANY).report().kernels();
      worksOn(device);
      assertThat(simulator.count(Count.LAUNCHES)).isEqualTo(launches + kernels);
    }
  }

  @Test
  void operandsTravelThroughPinnedMemory() {
    try (Device device = device();
        DeviceBuffer a = device.allocate(Products.SHAPE)) {
      long before = simulator.count(Count.PAGEABLE_COPIES);
      a.upload(Products.operand());
      assertThat(a.download()).isEqualTo(Products.operand());
      assertThat(simulator.count(Count.PAGEABLE_COPIES)).isEqualTo(before);
    }
  }
}
