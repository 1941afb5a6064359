package io.cloakwork.backend.sim;

import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.cost.RowWork;
import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.DeviceKind;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.facts.Quantity;
import io.cloakwork.spi.device.DeviceProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is simulated.
///
/// @param id `vendor/device`, or the name of a calibrated profile
/// @param name for people
/// @param profile what its work costs; tuning files of this user are left out of it, so that a
///   prediction is the same everywhere
/// @param memoryBytes of the device, or 0 if it computes in the host's memory
/// @param clockHertz of the pipelines of an FPGA, else 0
record SimMachine(
    String id, String name, MachineProfile profile, long memoryBytes, double clockHertz) {

  /// A size that says what to expect.
  private static final int SHOWN_LOG_N = 14;

  /// The names of all devices, in the order of their indices.
  static List<String> names() {
    List<String> names = new ArrayList<>(FactsLibrary.open().paths());
    names.addAll(MachineProfiles.names());
    return names;
  }

  /// The device of one of [#names].
  static SimMachine named(String name) {
    return find(name).orElseThrow();
  }

  static Optional<SimMachine> find(String name) {
    return MachineProfiles.names().contains(name)
        ? Optional.of(of(MachineProfiles.named(name)))
        : FactsLibrary.open().findByStart(name).map(SimMachine::of);
  }

  private static SimMachine of(DeviceFacts facts) {
    long memory =
        facts.kind() == DeviceKind.CPU ? 0 : (long) facts.find(Quantity.MEMORY_BYTES).orElse(0);
    return new SimMachine(
        facts.path(),
        facts.name(),
        MachineProfiles.derived(facts.path(), Optional.empty()).orElseThrow(),
        memory,
        facts.kind() == DeviceKind.FPGA ? facts.clockHertz() : 0);
  }

  private static SimMachine of(MachineProfile profile) {
    return new SimMachine(profile.name(), profile.name(), profile, 0, 0);
  }

  /// A machine of which somebody has written a profile.
  static SimMachine of(Path profile) {
    try {
      return of(MachineProfiles.read(profile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same machine with so many units at work.
  SimMachine withUnits(int count) {
    return new SimMachine(id, name, profile.withThreads(count), memoryBytes, clockHertz);
  }

  /// @param exact the backend that executes
  /// @param hostBytes what that one may allocate, or 0 if it has not been opened
  DeviceProfile toDeviceProfile(String exact, long hostBytes) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(DeviceProfile.TIME, DeviceProfile.PREDICTED);
    facts.put("profile", id);
    facts.put("executed by", exact);
    if (memoryBytes > 0) {
      facts.put(DeviceProfile.MEMORY, DeviceProfile.OWN_MEMORY);
    }
    if (clockHertz > 0) {
      facts.put(DeviceProfile.CLOCK_HERTZ, Long.toString((long) clockHertz));
    }
    double nanos = profile.nanosPerRow(RowWork.FORWARD_TRANSFORM, SHOWN_LOG_N);
    facts.put(
        "transform",
        String.format(
            Locale.ROOT,
            "2^%d words in %.1f µs, %d at a time",
            SHOWN_LOG_N,
            nanos * 1e-3,
            profile.threads()));
    if (!profile.caveat().isEmpty()) {
      facts.put("caveat", profile.caveat());
    }
    long host = hostBytes > 0 ? hostBytes : Runtime.getRuntime().maxMemory();
    long memory = memoryBytes > 0 && hostBytes == 0 ? memoryBytes : host;
    return new DeviceProfile(SimBackendProvider.NAME, name, profile.threads(), memory, facts);
  }
}
