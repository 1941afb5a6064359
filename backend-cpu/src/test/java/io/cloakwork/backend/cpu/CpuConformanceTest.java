package io.cloakwork.backend.cpu;

import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// As users get it: vectors of the preferred width once they are compiled, two workers.
class CpuConformanceTest extends BackendConformance {

  CpuConformanceTest() {
    super("cpu", DeviceOptions.defaults().withThreads(2).withProperty("warmup", "await"));
  }
}
