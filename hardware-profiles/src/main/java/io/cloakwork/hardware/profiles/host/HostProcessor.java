package io.cloakwork.hardware.profiles.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The processor that this program runs on, by the names under which tuning and facts are kept.
///
/// @param vendor `amd`, `intel`, `apple`, `arm`, or `unknown`
/// @param architecture `zen5`, `sapphire-rapids`, ..., or the system's word for the instruction set
///   where it is not known
/// @param model as the system writes it, or the instruction set where it does not tell
public record HostProcessor(String vendor, String architecture, String model) {

  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  /// This machine's processor.
  public static HostProcessor here() {
    return of(description(), System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /// What Linux says of the first processor, if this is Linux.
  private static Map<String, String> description() {
    Map<String, String> fields = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(DESCRIPTION)) {
      lines
          .takeWhile(line -> !line.isBlank())
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> fields.put(parts[0].strip(), parts[1].strip()));
    } catch (IOException | UncheckedIOException _) {
      fields.clear();
    }
    return fields;
  }

  static HostProcessor of(Map<String, String> fields, String system, String instructionSet) {
    String model = fields.getOrDefault("model name", instructionSet);
    String generic = instructionSet.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
    if (system.startsWith("Mac")) {
      boolean arm = instructionSet.equals("aarch64");
      return new HostProcessor(arm ? "apple" : "intel", generic, model);
    }
    int family = number(fields.get("cpu family"));
    int version = number(fields.get("model"));
    return switch (fields.getOrDefault("vendor_id", "")) {
      case "AuthenticAMD" -> new HostProcessor("amd", amd(family, version, generic), model);
      case "GenuineIntel" -> new HostProcessor("intel", intel(family, version, generic), model);
      default ->
          new HostProcessor(
              fields.containsKey("CPU implementer") ? "arm" : "unknown", generic, model);
    };
  }

  private static int number(String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  /// Families and models as in Linux' arch/x86/kernel/cpu/amd.c.
  private static String amd(int family, int model, String unknown) {
    return switch (family) {
      case 0x17 -> model >= 0x30 ? "zen2" : "zen";
      case 0x19 -> isZen4(model) ? "zen4" : "zen3";
      case 0x1a -> "zen5";
      default -> unknown;
    };
  }

  private static boolean isZen4(int model) {
    return (model >= 0x10 && model <= 0x1f) || (model >= 0x60 && model <= 0xaf);
  }

  /// Models as in Linux' arch/x86/include/asm/intel-family.h.
  private static String intel(int family, int model, String unknown) {
    if (family != 6) {
      return unknown;
    }
    return switch (model) {
      case 0x55 -> "skylake-server";
      case 0x6a, 0x6c -> "ice-lake-server";
      case 0x8f -> "sapphire-rapids";
      case 0xcf -> "emerald-rapids";
      case 0xad, 0xae -> "granite-rapids";
      case 0x97, 0x9a -> "alder-lake";
      case 0xb7, 0xba, 0xbf -> "raptor-lake";
      default -> unknown;
    };
  }
}
