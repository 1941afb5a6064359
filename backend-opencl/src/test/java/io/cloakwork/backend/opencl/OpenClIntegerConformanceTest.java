package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Every prime in words, and transforms in two passes from small degrees on: what a device without
/// doubles, or with little local memory, runs.
class OpenClIntegerConformanceTest extends BackendConformance {

  OpenClIntegerConformanceTest() {
    super(
        "opencl",
        DeviceOptions.defaults().withProperty("lane", "int64").withProperty("tile", "11"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("op/") || testCase.name().startsWith("graph/");
  }
}
