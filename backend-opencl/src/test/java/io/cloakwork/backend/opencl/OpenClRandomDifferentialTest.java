package io.cloakwork.backend.opencl;

import io.cloakwork.conformance.junit.RandomDifferential;
import io.cloakwork.spi.device.DeviceOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/// As users get it.
@Tag("slow")
class OpenClRandomDifferentialTest extends RandomDifferential {

  OpenClRandomDifferentialTest() {
    super("opencl", DeviceOptions.defaults());
  }

  @BeforeAll
  static void needsADevice() {
    AnyDevice.required();
  }
}
