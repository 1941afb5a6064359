package io.cloakwork.backend.sim;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;

/// The suite on a simulated device. Arithmetic is the reference's, which has a suite of its own: of
/// the cases of single operations one in sixteen shows that words arrive where they should.
class SimConformanceTest extends BackendConformance {

  private static final int ONE_IN = 16;

  SimConformanceTest() {
    super("sim");
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return !testCase.name().startsWith("op/")
        || Math.floorMod(testCase.name().hashCode(), ONE_IN) == 0;
  }
}
