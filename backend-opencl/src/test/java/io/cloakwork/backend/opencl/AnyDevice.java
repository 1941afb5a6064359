package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.HardwareScan;
import io.cloakwork.conformance.Requirement;
import org.junit.jupiter.api.Assumptions;

/// Whether tests that need a device can run.
public final class AnyDevice {

  private AnyDevice() {}

  /// Skips the test where there is no OpenCL device, saying why; fails it where one is required.
  public static HardwareScan.Found required() {
    return switch (HardwareScan.run()) {
      case HardwareScan.Found found -> found;
      case HardwareScan.Nothing nothing -> {
        if (Requirement.includes("opencl")) {
          throw new AssertionError("an OpenCL device is required, but: " + nothing.reason());
        }
        System.out.println("opencl skipped: " + nothing.reason());
        Assumptions.abort(nothing.reason());
        throw new IllegalStateException("not reached");
      }
    };
  }
}
