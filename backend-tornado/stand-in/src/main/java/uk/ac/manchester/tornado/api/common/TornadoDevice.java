package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;

/// A device of a backend.
public interface TornadoDevice {

  /// What the driver says that it is.
  TornadoTargetDevice getPhysicalDevice();

  /// The name of the platform that drives it.
  String getPlatformName();

  /// Its memory in bytes.
  long getMaxGlobalMemory();

  /// The bytes of the largest array.
  long getMaxAllocMemory();

  /// The version of OpenCL C that it compiles.
  String getDeviceOpenCLCVersion();
}
