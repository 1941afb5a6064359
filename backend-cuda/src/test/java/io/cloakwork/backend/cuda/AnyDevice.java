package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.HardwareScan;
import io.cloakwork.conformance.Requirement;
import org.junit.jupiter.api.Assumptions;

/// Whether tests that need a device can run.
final class AnyDevice {

  private AnyDevice() {}

  /// Skips the test where there is no NVIDIA device, saying why; fails it where one is required.
  static HardwareScan.Found required() {
    return switch (HardwareScan.run()) {
      case HardwareScan.Found found -> found;
      case HardwareScan.Nothing nothing -> {
        if (Requirement.includes("cuda")) {
          throw new AssertionError("an NVIDIA device is required, but: " + nothing.reason());
        }
        System.out.println("cuda skipped: " + nothing.reason());
        Assumptions.abort(nothing.reason());
        throw new IllegalStateException("not reached");
      }
    };
  }
}
