package io.cloakwork.backend.cpu;

import io.cloakwork.conformance.junit.RandomDifferential;
import io.cloakwork.spi.device.DeviceOptions;
import org.junit.jupiter.api.Tag;

/// Vector kernels and two workers, as users get them.
@Tag("slow")
class CpuRandomDifferentialTest extends RandomDifferential {

  CpuRandomDifferentialTest() {
    super("cpu", DeviceOptions.defaults().withThreads(2).withProperty("warmup", "await"));
  }
}
