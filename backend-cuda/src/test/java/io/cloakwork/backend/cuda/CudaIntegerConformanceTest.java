package io.cloakwork.backend.cuda;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Every prime in words, and transforms in two passes from a smaller degree on: what a GPU with
/// little double precision runs.
class CudaIntegerConformanceTest extends BackendConformance {

  CudaIntegerConformanceTest() {
    super(
        "cuda",
        DeviceOptions.defaults().withProperty("lane", "integer").withProperty("tile", "11"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("op/") || testCase.name().startsWith("graph/");
  }
}
