package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.BinaryCache;
import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.backend.opencl.driver.ProgramFolder;
import io.cloakwork.backend.opencl.driver.ProgramSource;
import io.cloakwork.backend.opencl.driver.QueueMode;
import io.cloakwork.backend.opencl.driver.UserCache;
import io.cloakwork.hardware.profiles.tuning.NamedBinaries;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.spi.device.BackendUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Properties that say how a device runs and where its programs come from:
///
/// - `queue` = `in-order` (one launch after the other) or `out-of-order` (launches wait for those
///   whose results they need, no others);
/// - `profiling` = `on` to note when each launch starts and ends, or `off`;
/// - `variant` = `groups` (kernels with work-groups) or `task` (single work-items, as compilers for
///   FPGAs want them);
/// - `kernels` = `vendor` (those for the device's vendor where there are such) or `neutral`;
/// - `cache` = a folder for compiled programs, or `off`; by default one of the user's;
/// - `export` = a folder to which the sources and binaries of all programs are written;
/// - `binaries` = a folder of programs that were compiled before, made by `export`: nothing is
///   compiled here.
///
/// Where none of the last two is given, a device's profile may name a folder of programs, and their
/// variant.
///
/// @param values by property
/// @param profile what the device's profile names
record RunProperties(Map<String, String> values, Optional<NamedBinaries> profile) {

  static final Set<String> KEYS =
      Set.of("queue", "profiling", "variant", "kernels", "cache", "export", "binaries");

  private static final String QUEUE = "queue";
  private static final String PROFILING = "profiling";
  private static final String VARIANT = "variant";
  private static final String KERNELS = "kernels";
  private static final String CACHE = "cache";
  private static final String EXPORT = "export";
  private static final String BINARIES = "binaries";

  RunProperties {
    boolean isDecided = values.containsKey(BINARIES) || values.containsKey(EXPORT);
    profile = isDecided ? Optional.empty() : profile;
  }

  /// @throws IllegalArgumentException if a value is unknown, or the device does not offer it
  QueueMode queueMode(Hardware hardware) {
    boolean outOfOrder = oneOf(QUEUE, "in-order", "out-of-order").equals("out-of-order");
    boolean profiling = oneOf(PROFILING, "off", "on").equals("on");
    if (outOfOrder && !hardware.overtaking()) {
      throw new IllegalArgumentException(
          "property queue is 'out-of-order', which %s does not offer".formatted(hardware.name()));
    }
    if (profiling && !hardware.profiling()) {
      throw new IllegalArgumentException(
          "property profiling is 'on', which %s does not offer".formatted(hardware.name()));
    }
    return new QueueMode(outOfOrder, profiling);
  }

  /// The value of a property of two values, the first of which is the default.
  private String oneOf(String key, String first, String second) {
    return oneOf(key, values.getOrDefault(key, first), first, second);
  }

  private static String oneOf(String key, String value, String first, String second) {
    if (!value.equals(first) && !value.equals(second)) {
      throw new IllegalArgumentException(
          "property %s is '%s', not %s or %s".formatted(key, value, first, second));
    }
    return value;
  }

  /// What programs are written in.
  Dialect dialect() {
    String usual = profile.flatMap(NamedBinaries::variant).orElse("groups");
    String variant = oneOf(VARIANT, values.getOrDefault(VARIANT, usual), "groups", "task");
    return variant.equals("task") ? Dialect.OPENCL_TASK : Dialect.OPENCL;
  }

  /// What programs are made of.
  ///
  /// @param ofVendor for this device
  KernelSources kernels(KernelSources ofVendor) {
    return oneOf(KERNELS, "vendor", "neutral").equals("vendor")
        ? ofVendor
        : KernelSources.neutral();
  }

  /// @param programs what kernels may be taken from, in the present variant
  /// @throws IllegalArgumentException if two properties contradict each other, or a folder cannot
  ///   be used
  /// @throws BackendUnavailableException if the device has no compiler and there are no binaries
  ProgramSource programs(Hardware hardware, List<KernelProgram> programs, KernelSources texts) {
    String binaries = values.get(BINARIES);
    String export = values.get(EXPORT);
    if (binaries != null && export != null) {
      throw new IllegalArgumentException(
          "properties binaries = '%s' and export = '%s' exclude each other"
              .formatted(binaries, export));
    }
    if (binaries != null) {
      return prebuilt(Path.of(binaries), sources(programs, texts));
    }
    if (profile.isPresent()) {
      return ofProfile(profile.get(), sources(programs, texts));
    }
    if (!hardware.compiles()) {
      throw new BackendUnavailableException(
          "backend opencl: %s has no compiler; property binaries or its profile is to name a folder of programs that were compiled for it"
              .formatted(hardware.name()),
          null);
    }
    return export != null
        ? new ProgramSource.Exported(ProgramFolder.create(Path.of(export)))
        : new ProgramSource.Compiled(cache());
  }

  private Stream<String> sources(List<KernelProgram> programs, KernelSources texts) {
    return programs.stream().map(program -> program.source(dialect(), texts));
  }

  private static ProgramSource ofProfile(NamedBinaries named, Stream<String> sources) {
    try {
      return prebuilt(named.folder(), sources);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the profile %s names binaries that cannot be used: %s"
              .formatted(named.profile(), e.getMessage()),
          e);
    }
  }

  private static ProgramSource prebuilt(Path folder, Stream<String> sources) {
    ProgramFolder found = ProgramFolder.read(folder);
    found.requireAnyOf(sources);
    return new ProgramSource.Prebuilt(found);
  }

  private BinaryCache cache() {
    String cache = values.get(CACHE);
    if (cache == null) {
      return BinaryCache.in(UserCache.folder().resolve("programs"));
    }
    return cache.equals("off") ? BinaryCache.off() : BinaryCache.in(Path.of(cache));
  }
}
