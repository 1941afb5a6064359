package io.cloakwork.backend.cuda;

import io.cloakwork.conformance.junit.BackendConformance;

/// As users get it: on a GPU where there is one, and on the simulated driver.
class CudaConformanceTest extends BackendConformance {

  CudaConformanceTest() {
    super("cuda");
  }
}
