package io.cloakwork.backend.cuda;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import io.cloakwork.spi.device.DeviceOptions;

/// Every prime in words, and transforms in two passes from a smaller degree on: what a GPU with
/// little double precision runs.
class CudaIntegerConformanceTest extends BackendConformance {

  private static final int LOG_TILE = 11;
  private static final int SHORT_LOG_N = 6;

  CudaIntegerConformanceTest() {
    super(
        "cuda",
        DeviceOptions.defaults()
            .withProperty("lane", "int64")
            .withProperty("tile", Integer.toString(LOG_TILE)));
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    boolean isOfItsOwn = testCase.logN() <= SHORT_LOG_N || testCase.logN() == LOG_TILE + 1;
    return isOfItsOwn
        && (testCase.name().startsWith("op/") || testCase.name().startsWith("graph/"));
  }
}
