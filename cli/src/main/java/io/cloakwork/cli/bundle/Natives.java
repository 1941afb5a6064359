package io.cloakwork.cli.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;

/// Tells native code by its first bytes, whatever its file is called.
final class Natives {

  private static final int ELF = 0x464c457f; // 7f 'E' 'L' 'F'
  private static final int ELF_HEADER = 20;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int ABI_SYSTEM_V = 0;
  private static final int ABI_LINUX = 3;
  private static final int MACHINE_X86_64 = 62;

  /// Parts of JCuda that the driver API does without: 25 MB.
  private static final Pattern NEVER_LOADED =
      Pattern.compile("lib/lib(JNvPTXCompiler|JNvrtc|JCudaRuntime)-.*[.]so");

  private Natives() {}

  /// Whether a file with this name and content is native code that a bundle does not need: for
  /// another system, or never loaded.
  static boolean areNotNeeded(String name, byte[] content) {
    return NEVER_LOADED.matcher(name).matches() || areForeign(name, content);
  }

  /// Whether a file with this name and content is native code for anything but Linux on x86-64.
  ///
  /// Formats: ELF (System V ABI, gABI 4.1: class, data, OS ABI and machine in the header), Mach-O
  /// and Windows's PE, of which the two latter are never for Linux. A Java class begins like a
  /// Mach-O file for several machines, so its name decides.
  static boolean areForeign(String name, byte[] content) {
    if (content.length < ELF_HEADER || name.endsWith(".class")) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    return switch (header.getInt(0)) {
      case ELF -> !isLinuxX64(header);
      case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xbebafeca -> true;
      default -> name.endsWith(".dll") && header.getShort(0) == 0x5a4d; // 'M' 'Z'
    };
  }

  private static boolean isLinuxX64(ByteBuffer header) {
    int abi = header.get(7);
    return header.get(4) == CLASS_64
        && header.get(5) == LITTLE_ENDIAN
        && (abi == ABI_SYSTEM_V || abi == ABI_LINUX)
        && header.getShort(18) == MACHINE_X86_64;
  }
}
