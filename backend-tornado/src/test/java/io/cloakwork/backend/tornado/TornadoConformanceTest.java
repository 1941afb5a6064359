package io.cloakwork.backend.tornado;

import io.cloakwork.conformance.junit.BackendConformance;

/// What is declared, word for word: on the stand-in, or with an SDK on its first OpenCL device.
class TornadoConformanceTest extends BackendConformance {

  TornadoConformanceTest() {
    super(TornadoBackendProvider.NAME);
  }
}
