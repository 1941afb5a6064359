package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Hardware;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.ResolvedTuning;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.kernels.launch.TuningChoice;
import io.cloakwork.spi.device.Tunable;
import io.cloakwork.spi.device.TuningSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a device is tuned, and what says so. Only tunings that there are images for can be chosen.
///
/// @param tuning what graphs are planned for
/// @param resolved the same by name, with the origin of each value
record DeviceTuning(Tuning tuning, ResolvedTuning resolved) {

  /// The set of kernels, as tuning files name it.
  static final String KERNELS = "cuda";

  private static final String VENDOR = "nvidia";

  /// The tuning of a device.
  ///
  /// @param given values that somebody chose, by tunable
  /// @param userFolder this user's tuning, or empty to use none
  /// @throws IllegalArgumentException if there are no images for a value, or a tuning file is
  ///   broken
  static DeviceTuning of(Hardware hardware, Map<String, String> given, Optional<Path> userFolder) {
    List<TuningResolver.Choice> choices =
        tunables().stream()
            .map(tunable ->
                new TuningResolver.Choice(tunable.name(), tunable.values(), tunable.initial()))
            .toList();
    ResolvedTuning resolved =
        TuningResolver.of(KERNELS, identity(hardware), userFolder)
            .resolve(choices, given, named -> CudaImages.has(Tuning.forGpu().with(named)));
    return new DeviceTuning(Tuning.forGpu().with(resolved.plain()), resolved);
  }

  /// What can be tuned on a device by running graphs.
  static TuningSpace space(Hardware hardware) {
    DeviceIdentity identity = identity(hardware);
    return new TuningSpace(
        KERNELS,
        identity.vendor(),
        identity.architecture(),
        identity.device(),
        "CUDA " + hardware.driver(),
        TuningChoice.seenInGraphs(tunables()));
  }

  private static List<Tunable> tunables() {
    Tuning initial = Tuning.forGpu();
    return TuningChoice.tunables(
        initial,
        choice ->
            choice.allowed().stream()
                .filter(value -> CudaImages.has(initial.with(Map.of(choice.key(), value))))
                .toList());
  }

  private static DeviceIdentity identity(Hardware hardware) {
    return FactsLibrary.open()
        .recognise(hardware.name())
        .map(known -> new DeviceIdentity(known.vendor(), known.architecture(), known.device()))
        .orElseGet(() ->
            DeviceIdentity.ofReported(
                VENDOR, "sm_" + hardware.architecture().replace(".", ""), hardware.name()));
  }
}
