package io.cloakwork.backend.cuda;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Launches given one by one, without CUDA graphs.
class CudaStreamConformanceTest extends BackendConformance {

  CudaStreamConformanceTest() {
    super("cuda", DeviceOptions.defaults().withProperty("graphs", "off"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("graph/") || testCase.name().startsWith("lifecycle/");
  }
}
