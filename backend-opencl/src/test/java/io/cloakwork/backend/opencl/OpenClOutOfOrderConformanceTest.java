package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Launches that wait for nothing but the launches whose results they need: a missing wait shows as
/// a wrong word.
class OpenClOutOfOrderConformanceTest extends BackendConformance {

  OpenClOutOfOrderConformanceTest() {
    super("opencl", DeviceOptions.defaults().withProperty("queue", "out-of-order"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return !testCase.name().startsWith("op/");
  }
}
