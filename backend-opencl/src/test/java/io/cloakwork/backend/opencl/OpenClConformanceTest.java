package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.junit.BackendConformance;

/// As users get it.
class OpenClConformanceTest extends BackendConformance {

  OpenClConformanceTest() {
    super("opencl");
  }
}
