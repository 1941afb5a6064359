package io.cloakwork.bench.run;

import io.cloakwork.bench.floors.DeviceLimits;
import io.cloakwork.bench.floors.Probed;
import io.cloakwork.bench.probe.DeviceProbe;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.spi.device.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The devices of a run. One is open at a time, so that none has another's workers beside its own;
/// each is probed when it is opened for the first time.
public final class BenchDevices implements AutoCloseable {

  private final Duration perProbe;
  private final Map<DeviceTarget, Probed> probed = new HashMap<>();
  private final List<MeasuredDevice> measured = new ArrayList<>();

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
      Probed limits = probed.computeIfAbsent(target, _ -> DeviceProbe.measure(device, perProbe));
      current = new OpenDevice(target, device, limits, DeviceLimits.of(device.profile(), limits));
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
    MeasuredDevice description = current.measured();
    if (!measured.contains(description)) {
      measured.add(description);
    }
    return current;
  }

  /// Every device that has been opened.
  public List<MeasuredDevice> measured() {
    return List.copyOf(measured);
  }

  @Override
  public void close() {
    if (current != null) {
      current.device().close();
      current = null;
    }
  }
}
