package io.cloakwork.backend.tornado;

import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// A device as TornadoVM knows it.
///
/// @param handle what plans are told
/// @param profile what it is, for people
/// @param largestArrayBytes the most that one array may take
record VmDevice(TornadoDevice handle, DeviceProfile profile, long largestArrayBytes) {

  static VmDevice of(TornadoDevice handle) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("platform", handle.getPlatformName());
    facts.put("opencl", handle.getDeviceOpenCLCVersion());
    facts.put("lanes", "one, primes below 2^31");
    DeviceProfile profile =
        new DeviceProfile(
            TornadoBackendProvider.NAME,
            handle.getPhysicalDevice().getDeviceName().strip(),
            handle.getPhysicalDevice().getDeviceMaxComputeUnits(),
            handle.getMaxGlobalMemory(),
            facts);
    return new VmDevice(handle, profile, handle.getMaxAllocMemory());
  }

  /// The same with at most so much memory.
  VmDevice withLimit(long bytes) {
    return new VmDevice(
        handle,
        new DeviceProfile(
            profile.backend(),
            profile.name(),
            profile.threads(),
            Math.min(bytes, profile.memoryBytes()),
            profile.facts()),
        largestArrayBytes);
  }
}
