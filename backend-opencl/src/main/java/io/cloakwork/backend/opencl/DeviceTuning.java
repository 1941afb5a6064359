package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.host.HostProcessor;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.ResolvedTuning;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.kernels.launch.TuningChoice;
import io.cloakwork.spi.device.Tunable;
import io.cloakwork.spi.device.TuningSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a device is tuned, and what says so.
///
/// @param tuning what kernels are built with
/// @param resolved the same by name, with the origin of each value
record DeviceTuning(Tuning tuning, ResolvedTuning resolved) {

  /// The set of kernels, as tuning files name it.
  static final String KERNELS = "opencl";

  private static final String POCL = "Portable Computing Language";

  /// The tuning of a device.
  ///
  /// @param given values that somebody chose, by tunable
  /// @param userFolder this user's tuning, or empty to use none
  /// @throws IllegalArgumentException if a value is not one that the device can run, or a tuning
  ///   file is broken
  static DeviceTuning of(Hardware hardware, Map<String, String> given, Optional<Path> userFolder) {
    List<TuningResolver.Choice> choices =
        tunables(hardware).stream()
            .map(tunable ->
                new TuningResolver.Choice(tunable.name(), tunable.values(), tunable.initial()))
            .toList();
    ResolvedTuning resolved =
        TuningResolver.of(KERNELS, identity(hardware), userFolder).resolve(choices, given);
    return new DeviceTuning(hardware.defaultTuning().with(resolved.plain()), resolved);
  }

  /// What can be tuned on a device by running graphs.
  static TuningSpace space(Hardware hardware) {
    DeviceIdentity identity = identity(hardware);
    return new TuningSpace(
        KERNELS,
        identity.vendor(),
        identity.architecture(),
        identity.device(),
        "%s, %s".formatted(hardware.platformName(), hardware.driver()),
        TuningChoice.seenInGraphs(tunables(hardware)));
  }

  /// The kernels that are for a device.
  static KernelSources sources(Hardware hardware) {
    DeviceIdentity identity = identity(hardware);
    return KernelSources.of(identity.vendor(), identity.architecture());
  }

  private static List<Tunable> tunables(Hardware hardware) {
    return TuningChoice.tunables(hardware.defaultTuning(), hardware::allowed);
  }

  /// PoCL is a vendor of its own: what it makes of a processor is tuned for itself.
  private static DeviceIdentity identity(Hardware hardware) {
    if (hardware.platformName().startsWith(POCL) && hardware.isProcessor()) {
      return DeviceIdentity.ofReported(
          "pocl", HostProcessor.here().architecture(), hardware.modelName());
    }
    Optional<DeviceFacts> facts = FactsLibrary.open().recognise(hardware.modelName());
    return facts
        .map(known -> new DeviceIdentity(known.vendor(), known.architecture(), known.device()))
        .orElseGet(() ->
            DeviceIdentity.ofReported(
                vendor(hardware.vendor()), hardware.modelName(), hardware.modelName()));
  }

  /// The words by which vendors are known, out of what their drivers write.
  private static String vendor(String reported) {
    String lower = reported.toLowerCase(java.util.Locale.ROOT);
    for (String known : List.of("nvidia", "intel", "apple", "arm", "qualcomm", "xilinx")) {
      if (lower.contains(known)) {
        return known;
      }
    }
    return lower.contains("amd") || lower.contains("advanced micro devices") ? "amd" : reported;
  }
}
