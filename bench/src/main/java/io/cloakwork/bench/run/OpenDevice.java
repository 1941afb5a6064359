package io.cloakwork.bench.run;

import io.cloakwork.bench.floors.Bandwidth;
import io.cloakwork.bench.floors.DeviceLimits;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A device that is ready, and its limits.
///
/// @param probed what the probe has measured
/// @param limits that floors are taken from
public record OpenDevice(DeviceTarget target, Device device, Probed probed, DeviceLimits limits) {

  public DeviceProfile profile() {
    return device.profile();
  }

  /// Workers, or compute units.
  public int threads() {
    return profile().threads();
  }

  /// Whose code runs here.
  ///
  /// @param version of this library
  public Implementation implementation(String version) {
    return new Implementation(
        Implementation.CLOAKWORK, version, target.backend(), profile().name());
  }

  /// The device with what the probe has measured among its facts.
  MeasuredDevice measured() {
    DeviceProfile profile = profile();
    Map<String, String> facts = new LinkedHashMap<>(profile.facts());
    facts.put("probed products, primes below 2^50", billions(probed.fast().perSecond()));
    facts.put("probed products, larger primes", billions(probed.wide().perSecond()));
    for (Bandwidth.Point point : probed.bandwidth().points()) {
      facts.put(
          "probed bytes, %,d KiB".formatted(point.footprintBytes() >> 10),
          billions(point.bytesPerSecond()));
    }
    return MeasuredDevice.of(
        new DeviceProfile(
            profile.backend(), profile.name(), profile.threads(), profile.memoryBytes(), facts));
  }

  private static String billions(double perSecond) {
    return String.format(Locale.ROOT, "%.2f billion a second", perSecond * 1e-9);
  }
}
