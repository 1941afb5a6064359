package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.tile.CacheBudget;
import io.cloakwork.hardware.profiles.host.HostProcessor;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.ResolvedTuning;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.spi.device.Tunable;
import io.cloakwork.spi.device.TuningSpace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be tuned on a processor, and which values it has.
///
/// @param budget what programs are compiled with
/// @param resolved the same by name, with the origin of each value
record CacheTuning(CacheBudget budget, ResolvedTuning resolved) {

  /// The set of kernels, as tuning files name it.
  static final String KERNELS = "cpu";

  static final String STAGE = "stageCacheMiB";
  static final String FACTORS = "sumCacheMiB";

  private static final int MEBI_BITS = 20;

  /// The tuning of this machine's processor.
  ///
  /// @param properties of which those that are tunables are taken
  /// @param userFolder this user's tuning, or empty to use none
  /// @throws IllegalArgumentException if a value is not allowed, or a tuning file is broken
  static CacheTuning of(Map<String, String> properties, Optional<Path> userFolder) {
    List<TuningResolver.Choice> choices =
        tunables().stream()
            .map(tunable ->
                new TuningResolver.Choice(tunable.name(), tunable.values(), tunable.initial()))
            .toList();
    Map<String, String> given = new LinkedHashMap<>(properties);
    given.keySet().retainAll(List.of(STAGE, FACTORS));
    ResolvedTuning resolved =
        TuningResolver.of(KERNELS, identity(), userFolder).resolve(choices, given);
    Map<String, String> values = resolved.plain();
    return new CacheTuning(new CacheBudget(bytes(values, STAGE), bytes(values, FACTORS)), resolved);
  }

  private static long bytes(Map<String, String> values, String name) {
    return Long.parseLong(values.get(name)) << MEBI_BITS;
  }

  static TuningSpace space() {
    DeviceIdentity identity = identity();
    return new TuningSpace(
        KERNELS,
        identity.vendor(),
        identity.architecture(),
        identity.device(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        tunables());
  }

  private static List<Tunable> tunables() {
    CacheBudget untuned = CacheBudget.untuned();
    return List.of(
        new Tunable(
            STAGE,
            List.of("1", "2", "4", "8", "16", "32"),
            Long.toString(untuned.stageBytes() >> MEBI_BITS),
            "MiB that rows between stages may take, of all items that run at a time"),
        new Tunable(
            FACTORS,
            List.of("1", "2", "4", "8", "16"),
            Long.toString(untuned.factorBytes() >> MEBI_BITS),
            "MiB that the computed factors of one sum of products may take"));
  }

  private static DeviceIdentity identity() {
    HostProcessor host = HostProcessor.here();
    return DeviceIdentity.ofReported(host.vendor(), host.architecture(), host.model());
  }
}
