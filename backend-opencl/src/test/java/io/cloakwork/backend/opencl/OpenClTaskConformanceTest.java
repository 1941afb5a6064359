package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Kernels as single work-items, as compilers for FPGAs want them; transforms in one pass and two.
class OpenClTaskConformanceTest extends BackendConformance {

  OpenClTaskConformanceTest() {
    super(
        "opencl",
        DeviceOptions.defaults()
            .withProperty("variant", "task")
            .withProperty("tile", "11")
            .withProperty("seeds", "device"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.logN() <= 5 || testCase.logN() == 12 && testCase.name().contains("tt/");
  }
}
