package io.cloakwork.conformance;

import io.cloakwork.conformance.junit.BackendConformance;

/// The suite with the oracle itself as candidate: every case runs, passes, and is the same twice.
class SelfCheckTest extends BackendConformance {

  SelfCheckTest() {
    super("reference");
  }
}
