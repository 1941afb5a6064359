package io.cloakwork.hardware.profiles.tuning;

import java.util.Locale;
import java.util.regex.Pattern;

/// The names under which tuning of a device is kept, all lower case.
///
/// @param vendor who made it, or the platform that runs on it: `nvidia`, `pocl`
/// @param architecture what devices of like speed share: `sm_90`, `zen5`
/// @param device the model: `h200-sxm`
public record DeviceIdentity(String vendor, String architecture, String device) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_.-]*");
  private static final int MAX_LENGTH = 64;

  /// @throws IllegalArgumentException if a name is no lower-case file name
  public DeviceIdentity {
    require("vendor", vendor);
    require("architecture", architecture);
    require("device", device);
  }

  private static void require(String field, String name) {
    if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' is not a lower-case file name".formatted(field, name));
    }
  }

  /// The identity whose names are made from what drivers report: `Intel(R) Arc(TM) A770` becomes
  /// `intel-arc-a770`.
  public static DeviceIdentity ofReported(String vendor, String architecture, String device) {
    return new DeviceIdentity(fileName(vendor), fileName(architecture), fileName(device));
  }

  private static String fileName(String reported) {
    String name =
        reported
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\((r|tm)\\)", "")
            .replaceAll("[^a-z0-9_.]+", "-")
            .replaceAll("^[-.]+|-+$", "");
    String cut = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    return cut.isEmpty() ? "unknown" : cut;
  }

  @Override
  public String toString() {
    return "%s %s (%s)".formatted(vendor, device, architecture);
  }
}
