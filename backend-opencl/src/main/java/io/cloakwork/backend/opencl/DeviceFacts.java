package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/// What people and results are told about a device.
final class DeviceFacts {

  // The Java heap and the system live in the same memory.
  private static final int SHARED_FRACTION = 2;

  private DeviceFacts() {}

  static DeviceProfile profile(
      Hardware hardware, DeviceTuning tuning, KernelSources texts, long limitBytes) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("platform", hardware.platformName());
    facts.put("driver", hardware.driver());
    facts.put(
        DeviceProfile.MEMORY,
        hardware.sharesMemory() ? "the host's, nothing is copied" : DeviceProfile.OWN_MEMORY);
    facts.put("largest allocation", "%,d bytes".formatted(hardware.largestAllocation()));
    facts.put(
        "lanes",
        switch (tuning.tuning().narrowLane()) {
          case FP64 -> "doubles below 2^50, 64-bit words above";
          case INT64 -> "64-bit words";
        });
    facts.put("tuning", tuning.resolved().toString());
    facts.put("kernels", texts.description(KernelProgram.all(tuning.tuning())));
    tuning
        .resolved()
        .binaries()
        .ifPresent(
            named -> facts.put("binaries", "%s (%s)".formatted(named.folder(), named.profile())));
    return new DeviceProfile(
        OpenClBackendProvider.NAME, hardware.name(), hardware.computeUnits(), limitBytes, facts);
  }

  /// What may be allocated unless a limit is given.
  static long defaultLimitBytes(Hardware hardware) {
    return hardware.sharesMemory()
        ? hardware.memoryBytes() / SHARED_FRACTION
        : hardware.memoryBytes();
  }
}
