package io.cloakwork.backend.cuda.driver;

import io.cloakwork.kernels.cuda.CudaImages;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/// A device as its driver describes it.
///
/// @param index its place among the driver's devices
/// @param name for people
/// @param driverVersion the CUDA version that the driver supports: 13000 is 13.0
/// @param capability compute capability, times ten
/// @param multiprocessors workers
/// @param memoryBytes global memory
/// @param cacheBytes second-level cache
/// @param clockKilohertz of the multiprocessors, at most
/// @param memoryClockKilohertz of the memory, at most
/// @param memoryBusBits wires to the memory
/// @param hasPools whether memory can be allocated in the order of a stream
public record Hardware(
    int index,
    String name,
    int driverVersion,
    int capability,
    int multiprocessors,
    long memoryBytes,
    int cacheBytes,
    int clockKilohertz,
    int memoryClockKilohertz,
    int memoryBusBits,
    boolean hasPools) {

  private static final int NAME_BYTES = 256;

  static Hardware of(int index, int driverVersion) {
    CUdevice device = device(index);
    byte[] name = new byte[NAME_BYTES];
    long[] memory = new long[1];
    JCudaDriver.cuDeviceGetName(name, name.length, device);
    JCudaDriver.cuDeviceTotalMem(memory, device);
    return new Hardware(
        index,
        text(name),
        driverVersion,
        10 * ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        memory[0],
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE),
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE),
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH),
        ask(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0);
  }

  static CUdevice device(int index) {
    CUdevice device = new CUdevice();
    JCudaDriver.cuDeviceGet(device, index);
    return device;
  }

  /// An attribute, or 0 if the driver does not know it.
  private static int ask(CUdevice device, int attribute) {
    int[] value = new int[1];
    JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
    return value[0];
  }

  private static String text(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
  }

  /// Why the kernels cannot run there, or null.
  String obstacle() {
    int oldest = CudaImages.ARCHITECTURES.getFirst();
    if (capability < oldest) {
      return "of compute capability %s: there are kernels for %s and later"
          .formatted(version(capability), version(oldest));
    }
    if (!hasPools) {
      return "without memory pools";
    }
    return null;
  }

  /// 9.0 for 90.
  private static String version(int timesTen) {
    return timesTen / 10 + "." + timesTen % 10;
  }

  /// The compute capability, for people.
  public String architecture() {
    return version(capability);
  }

  /// The CUDA version of a driver, for people.
  static String driver(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /// The CUDA version that the driver supports, for people.
  public String driver() {
    return driver(driverVersion);
  }
}
