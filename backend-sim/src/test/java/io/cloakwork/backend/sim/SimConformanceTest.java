package io.cloakwork.backend.sim;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;

/// The suite on a simulated device. Words are the reference's, which has a suite of its own: of the
/// cases that compute, one in sixteen shows that they arrive where they should; those of buffers,
/// bindings, order and memory all run.
class SimConformanceTest extends BackendConformance {

  private static final int ONE_IN = 16;

  SimConformanceTest() {
    super("sim");
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("lifecycle/")
        || Math.floorMod(testCase.name().hashCode(), ONE_IN) == 0;
  }
}
