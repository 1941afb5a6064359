package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Hardware;
import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/// What people and results are told about a device.
final class DeviceFacts {

  private static final int TRANSFERS_A_CLOCK = 2;

  private DeviceFacts() {}

  static DeviceProfile profile(
      Hardware hardware, DeviceTuning tuning, long limitBytes, LaunchMode mode) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("driver", "CUDA " + hardware.driver());
    facts.put("compute capability", hardware.architecture());
    facts.put(
        "multiprocessors",
        "%d at up to %,d MHz"
            .formatted(hardware.multiprocessors(), hardware.clockKilohertz() / 1000));
    facts.put(DeviceProfile.MEMORY, DeviceProfile.OWN_MEMORY);
    if (hardware.memoryClockKilohertz() > 0) {
      facts.put("memory bandwidth", "%,d GB/s at most".formatted(bandwidth(hardware)));
    }
    facts.put("second-level cache", "%,d bytes".formatted(hardware.cacheBytes()));
    facts.put(
        "lanes",
        switch (tuning.tuning().narrowLane()) {
          case FP64 -> "doubles below 2^50, 64-bit words above";
          case INT64 -> "64-bit words";
        });
    facts.put("tuning", tuning.resolved().toString());
    facts.put("kernels", CudaImages.sourceDescription());
    facts.put("launches", mode.description());
    return new DeviceProfile(
        CudaBackendProvider.NAME, hardware.name(), hardware.multiprocessors(), limitBytes, facts);
  }

  /// In 10^9 bytes a second.
  private static long bandwidth(Hardware hardware) {
    long bytesAClock = (long) TRANSFERS_A_CLOCK * hardware.memoryBusBits() / Byte.SIZE;
    return hardware.memoryClockKilohertz() * bytesAClock / 1_000_000;
  }
}
