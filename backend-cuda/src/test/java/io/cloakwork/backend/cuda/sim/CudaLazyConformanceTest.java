package io.cloakwork.backend.cuda.sim;

import io.cloakwork.backend.cuda.sim.Simulator.Setting;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.junit.BackendConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On a device that does nothing before somebody waits for it: whatever the host does too early
/// shows.
class CudaLazyConformanceTest extends BackendConformance {

  private Simulator simulator;

  CudaLazyConformanceTest() {
    super("cuda");
  }

  @BeforeAll
  void beLazy() {
    simulator = Simulator.required();
    simulator.set(Setting.LAZY, 1);
  }

  @AfterAll
  void beQuick() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Override
  protected boolean includes(ConformanceCase testCase) {
    return testCase.name().startsWith("graph/") || testCase.name().startsWith("lifecycle/");
  }
}
