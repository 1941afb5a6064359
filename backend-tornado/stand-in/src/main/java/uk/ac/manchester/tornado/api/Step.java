package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/// Something that happens when a plan is executed.
sealed interface Step {

  /// Host to device.
  record ToDevice(int mode, TornadoNativeArray array) implements Step {}

  /// Device to host.
  record ToHost(int mode, TornadoNativeArray array) implements Step {}

  /// A call of a static method with what stands for its arguments on the device.
  @FunctionalInterface
  non-sealed interface Task extends Step {
    void run(DeviceMemory memory);
  }
}
