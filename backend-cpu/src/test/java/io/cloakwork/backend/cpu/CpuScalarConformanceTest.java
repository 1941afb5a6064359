package io.cloakwork.backend.cpu;

import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Without vectors, and with more workers than this machine may have cores.
class CpuScalarConformanceTest extends BackendConformance {

  CpuScalarConformanceTest() {
    super("cpu", DeviceOptions.defaults().withThreads(3).withProperty("vector", "off"));
  }
}
