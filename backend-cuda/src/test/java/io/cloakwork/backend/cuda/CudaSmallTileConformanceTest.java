package io.cloakwork.backend.cuda;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;

/// Transforms in two passes in doubles: what larger degrees run.
class CudaSmallTileConformanceTest extends BackendConformance {

  private static final List<String> OPERATIONS = List.of("op/ntt/", "op/intt/", "op/mod-down/");

  CudaSmallTileConformanceTest() {
    super("cuda", DeviceOptions.defaults().withProperty("tile", "11"));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.logN() >= 12 && OPERATIONS.stream().anyMatch(testCase.name()::startsWith);
  }
}
