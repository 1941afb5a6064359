package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// This machine, one thread of it, under a name that nobody takes for a device's.
record HostDevice(String name) implements TornadoDevice, TornadoTargetDevice {

  private static final long MEMORY_BYTES = 2L << 30;

  @Override
  public TornadoTargetDevice getPhysicalDevice() {
    return this;
  }

  @Override
  public String getDeviceName() {
    return name + " (the host, one task after the other)";
  }

  @Override
  public int getDeviceMaxComputeUnits() {
    return 1;
  }

  @Override
  public String getPlatformName() {
    return "stand-in for TornadoVM";
  }

  @Override
  public long getMaxGlobalMemory() {
    return MEMORY_BYTES;
  }

  @Override
  public long getMaxAllocMemory() {
    return MEMORY_BYTES / 4;
  }

  @Override
  public String getDeviceOpenCLCVersion() {
    return "none";
  }
}
