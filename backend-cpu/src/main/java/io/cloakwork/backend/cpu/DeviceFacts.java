package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.KernelReadiness;
import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.VectorSupport;
import io.cloakwork.backend.cpu.work.CoreAffinity;
import io.cloakwork.spi.device.DeviceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What the CPU device says about itself.
final class DeviceFacts {

  private DeviceFacts() {}

  static DeviceProfile profile(
      String name,
      KernelTable kernels,
      int threads,
      CoreAffinity affinity,
      CacheTuning tuning,
      long memoryBytes) {
    Map<String, String> facts = new LinkedHashMap<>();
    VectorSupport vectors = kernels.support();
    facts.put("vectors", vectors.reason());
    facts.put("vector bits", vectors.isVector() ? "" + 64 * vectors.lanes() : "none");
    facts.put("lanes", "q < 2^50 in doubles, q < 2^61 in words");
    facts.put("pinning", affinity.describe());
    facts.put("tuning", tuning.resolved().toString());
    facts.put("warm-up", warmUp(kernels.readiness(), vectors));
    facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    return new DeviceProfile(CpuBackendProvider.NAME, name, threads, memoryBytes, facts);
  }

  private static String warmUp(KernelReadiness readiness, VectorSupport vectors) {
    if (!vectors.isVector()) {
      return "nothing to warm up";
    }
    return "vector kernels not in use (yet): fast lane %s, wide lane %s (starts with its first limb)"
        .formatted(readiness.pending(true), readiness.pending(false));
  }

  /// The processor's model, or its architecture where the system does not tell.
  static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return System.getProperty("os.arch");
    }
  }
}
