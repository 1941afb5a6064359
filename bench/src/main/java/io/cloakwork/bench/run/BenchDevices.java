package io.cloakwork.bench.run;

import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The devices of a run. One is open at a time, so that none has another's workers beside its own;
/// each is probed when it is opened for the first time.
public final class BenchDevices implements AutoCloseable {

  private final Duration perProbe;
  private final Map<DeviceTarget, Probed> probed = new HashMap<>();
  private final Map<DeviceTarget, MeasuredDevice> measured = new LinkedHashMap<>();

  private OpenDevice current;

  /// @param perProbe how long each program of the probe is timed, about
  public BenchDevices(Duration perProbe) {
    this.perProbe = perProbe;
  }

  /// Opens the device, unless it is open already; another that is open is closed.
  OpenDevice open(DeviceTarget target, BenchListener listener) {
    if (current != null && current.target().equals(target)) {
      return current;
    }
    close();
    listener.doing("%s: waiting for the device".formatted(target));
    Device device = target.open();
    try {
      listener.doing("%s: probing its limits".formatted(target));
      Probed before = probed.get(target);
      current =
          before == null
              ? new OpenDevice(target, device, perProbe)
              : new OpenDevice(target, device, perProbe, before);
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
    describe();
    return current;
  }

  /// What is known of the open device by now: a job may have probed it again.
  private void describe() {
    probed.put(current.target(), current.probed());
    measured.put(current.target(), current.measured());
  }

  /// Every device that has been opened.
  public List<MeasuredDevice> measured() {
    if (current != null) {
      describe();
    }
    return measured.values().stream().distinct().toList();
  }

  @Override
  public void close() {
    if (current != null) {
      describe();
      current.device().close();
      current = null;
    }
  }
}
