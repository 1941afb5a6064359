package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;

/// Every prime in words, transforms in two passes from small degrees on, and polynomials made from
/// seeds on the device: what a device without doubles, or with little local memory of its own,
/// runs.
class OpenClIntegerConformanceTest extends BackendConformance {

  private static final List<String> PARTS = List.of("op/", "graph/", "uniform/");

  OpenClIntegerConformanceTest() {
    super(
        "opencl",
        DeviceOptions.defaults()
            .withProperty("lane", "int64")
            .withProperty("tile", "11")
            .withProperty("seeds", "device"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return PARTS.stream().anyMatch(testCase.name()::startsWith);
  }
}
