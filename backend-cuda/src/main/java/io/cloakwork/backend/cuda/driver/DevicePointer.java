package io.cloakwork.backend.cuda.driver;

import jcuda.driver.CUdeviceptr;

/// An address of the device, which kernels find in tables that the host writes.
public final class DevicePointer extends CUdeviceptr {

  /// The address as a number.
  public long address() {
    return getNativePointer();
  }
}
