package io.cloakwork.backend.sim;

import io.cloakwork.conformance.junit.BackendConformance;
import org.junit.jupiter.api.Tag;

/// Every case of the suite on a simulated device.
@Tag("slow")
class SimFullConformanceTest extends BackendConformance {

  SimFullConformanceTest() {
    super("sim");
  }
}
