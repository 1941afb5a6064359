package io.cloakwork.hardware.profiles;

import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/// Opens what is known about devices: `facts/<vendor>/<device>.json` (limits, with their source)
/// and `tuning/<kernel>/<vendor>-<architecture>.json` (what a tuner found). Streams are UTF-8 JSON
/// and closed by the caller.
public final class HardwareProfiles {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_.-]*");

  private HardwareProfiles() {}

  /// The facts about a device, or empty if nobody has written them down.
  ///
  /// @throws IllegalArgumentException if a name is not lower-case letters, digits, `_`, `.`, `-`
  public static Optional<InputStream> openFacts(String vendor, String device) {
    return open("facts/" + name(vendor) + "/" + name(device) + ".json");
  }

  /// What a tuner found for a kernel on an architecture, or empty if it has not been tuned there.
  ///
  /// @throws IllegalArgumentException if a name is not lower-case letters, digits, `_`, `.`, `-`
  public static Optional<InputStream> openTuning(
      String kernel, String vendor, String architecture) {
    return open("tuning/" + name(kernel) + "/" + name(vendor) + "-" + name(architecture) + ".json");
  }

  /// Which devices there are facts about: an object from `vendor/device` to the names that drivers
  /// report for it.
  public static InputStream openFactsIndex() {
    return open("facts/index.json")
        .orElseThrow(() -> new IllegalStateException("facts/index.json is part of this module"));
  }

  /// What a tuner found for a kernel on all devices of a vendor, or empty if there is no such file.
  ///
  /// @throws IllegalArgumentException if a name is not lower-case letters, digits, `_`, `.`, `-`
  public static Optional<InputStream> openTuning(String kernel, String vendor) {
    return open("tuning/" + name(kernel) + "/" + name(vendor) + ".json");
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is not a lower-case file name");
    }
    return name;
  }

  private static Optional<InputStream> open(String path) {
    return Optional.ofNullable(HardwareProfiles.class.getResourceAsStream(path));
  }
}
