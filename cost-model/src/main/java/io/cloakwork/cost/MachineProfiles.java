package io.cloakwork.cost;

import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where profiles come from: those that come with the program, which were calibrated; a user's own
/// files; and the limits of devices that nobody has calibrated.
public final class MachineProfiles {

  /// Two cores of Zen 5 with AVX-512, as `bench/NOTES.md` describes them.
  public static final String ZEN5 = "zen5-avx512";

  /// A server core with 256-bit vectors, two threads.
  public static final String GENERIC = "generic-x86";

  private static final int MAX_BYTES = 1 << 16;

  private MachineProfiles() {}

  /// The names that [#named] knows.
  public static List<String> names() {
    return List.of(ZEN5, GENERIC);
  }

  /// A profile that comes with the program.
  ///
  /// @throws ProfileException if there is none of that name
  public static MachineProfile named(String name) {
    if (!names().contains(name)) {
      throw new ProfileException(
          "no machine profile is named '%s'; there are %s".formatted(name, names()));
    }
    try (InputStream in = MachineProfiles.class.getResourceAsStream(name + ".json")) {
      return ProfileJson.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("profile " + name + " is part of the program", e);
    }
  }

  /// The names of devices from whose limits [#derived] makes a profile.
  public static List<String> derivable() {
    return FactsLibrary.open().paths();
  }

  /// A profile derived from the limits of a device, with a caveat: `nvidia/h200-sxm`, or `h200-sxm`
  /// where one vendor only has a device of that name, or `h200` where only one starts with that.
  ///
  /// What tuners have found out about its kernels is taken into account.
  ///
  /// @param tuning this user's tuning files, or empty for those alone that come with the program
  /// @return empty if there is no such device, or several
  /// @throws ProfileException if the device is known and its limits do not say enough, or a tuning
  ///   file of it cannot be used
  public static Optional<MachineProfile> derived(String device, Optional<Path> tuning) {
    return FactsLibrary.open().findByStart(device).map(facts -> FactsProfile.of(facts, tuning));
  }

  /// A profile by the name of one that comes with the program, or of a device as [#derived] has it.
  public static Optional<MachineProfile> find(String name, Optional<Path> tuning) {
    return names().contains(name) ? Optional.of(named(name)) : derived(name, tuning);
  }

  /// A user's profile.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws ProfileException if it is no profile; the message names the field
  public static MachineProfile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ProfileException(
          "machine profile %s has %d bytes, more than %d"
              .formatted(file, Files.size(file), MAX_BYTES));
    }
    return ProfileJson.parse(Files.readAllBytes(file));
  }
}
