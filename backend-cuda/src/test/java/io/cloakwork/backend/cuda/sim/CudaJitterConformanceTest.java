package io.cloakwork.backend.cuda.sim;

import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On a device whose streams dawdle by chance: a wait that is missing between uploads, launches and
/// downloads shows.
class CudaJitterConformanceTest extends BackendConformance {

  private static final int MICROSECONDS = 1_000;

  private Simulator simulator;

  CudaJitterConformanceTest() {
    super("cuda");
  }

  @BeforeAll
  void dawdle() {
    simulator = Simulator.required();
    simulator.set(Setting.JITTER, MICROSECONDS);
  }

  @AfterAll
  void hurry() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("lifecycle/");
  }
}
