package io.cloakwork.bench.run;

import io.cloakwork.bench.floors.DeviceLimits;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.probe.DeviceProbe;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A device that is ready, and its limits.
public final class OpenDevice {

  /// A device is probed so often at most while it is open. Each time its rows lie elsewhere in
  /// memory: where they do decides whether they keep each other out of a processor's caches.
  private static final int MOST_PROBES = 5;

  private final DeviceTarget target;
  private final Device device;
  private final Duration perProbe;
  private Probed probed;
  private int probes = 1;

  /// Measures the limits of `device`.
  ///
  /// @param perProbe how long each program of the probe is timed, about
  OpenDevice(DeviceTarget target, Device device, Duration perProbe) {
    this(target, device, perProbe, DeviceProbe.measure(device, perProbe));
  }

  /// @param probed what has been measured before
  OpenDevice(DeviceTarget target, Device device, Duration perProbe, Probed probed) {
    this.target = target;
    this.device = device;
    this.perProbe = perProbe;
    this.probed = probed;
  }

  DeviceTarget target() {
    return target;
  }

  public Device device() {
    return device;
  }

  public DeviceProfile profile() {
    return device.profile();
  }

  /// Workers, or compute units.
  public int threads() {
    return profile().threads();
  }

  /// What the probe has measured.
  Probed probed() {
    return probed;
  }

  /// The least time for pieces of work of which each waits for the one before; empty if nothing was
  /// counted, or the device has too few operations to know its limits.
  public Optional<Floor> floor(List<Work> sequence) {
    return DeviceLimits.of(profile(), probed).flatMap(limits -> limits.floor(sequence));
  }

  /// Rows with floors. If one was faster than its floor, something slowed the probe down, or its
  /// rows lay worse in memory: the limits are measured again, the fastest that was ever seen
  /// counts, and the rows are made anew. What is above its floor even so, by more than noise, is
  /// told as a doubt.
  ///
  /// @param rows makes them with the limits as they are known by then
  public List<BenchRow> withinLimits(Supplier<List<BenchRow>> rows, Job.JobListener listener) {
    List<BenchRow> made = rows.get();
    while (probes < MOST_PROBES && made.stream().anyMatch(row -> row.achieved().orElse(0) > 1)) {
      listener.doing("faster than the limits that were seen: probing them again");
      probed = probed.orHigher(DeviceProbe.measure(device, perProbe));
      probes++;
      made = rows.get();
    }
    made.stream().filter(BenchRow::beatsFloor).map(this::beaten).forEach(listener::doubt);
    return made;
  }

  private String beaten(BenchRow row) {
    return String.format(
        Locale.ROOT,
        "%s took %.1f us, less than its floor of %.1f us: a peak of the device or a count is too low, and the floor is none (probed %d times)",
        row.op(),
        row.timing().medianMicros(),
        row.floor().orElseThrow().micros(),
        probes);
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
    probed
        .products()
        .forEach((kind, rate) ->
            facts.put(
                "probed " + kind.label(),
                "%s (%s)".formatted(billions(rate.perSecond()), rate.source())));
    probed.bandwidth().stream()
        .flatMap(bandwidth -> bandwidth.points().stream())
        .forEach(point ->
            facts.put(
                "probed bytes, %,d KiB".formatted(point.footprintBytes() >> 10),
                billions(point.bytesPerSecond())));
    return MeasuredDevice.of(
        new DeviceProfile(
            profile.backend(), profile.name(), profile.threads(), profile.memoryBytes(), facts));
  }

  private static String billions(double perSecond) {
    return String.format(Locale.ROOT, "%.2f billion a second", perSecond * 1e-9);
  }
}
