package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;

/// Transforms in two passes in doubles: what a GPU runs at larger degrees.
class OpenClSmallTileConformanceTest extends BackendConformance {

  private static final List<String> OPERATIONS = List.of("op/ntt/", "op/intt/", "op/mod-down/");

  OpenClSmallTileConformanceTest() {
    super("opencl", DeviceOptions.defaults().withProperty("tile", "11"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.logN() >= 12 && OPERATIONS.stream().anyMatch(testCase.name()::startsWith);
  }
}
