package com.example.abacus;

import io.cloakwork.conformance.junit.BackendConformance;

/// Every word that leaves the device is the reference's.
class AbacusConformanceTest extends BackendConformance {

  AbacusConformanceTest() {
    super("abacus");
  }
}
