package io.cloakwork.cli.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.cloakwork.bench.result.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a measurement was taken on.
///
/// @param processor the model's name, or the architecture where the system does not say
/// @param cores logical processors that this process may use
/// @param memoryBytes memory of the machine
/// @param heapBytes the most that the Java heap may grow to
/// @param vectorBits the widest vector that the virtual machine uses, or 0 if it does not say
/// @param loadAverage running processes over the last minute, or a negative number if unknown
public record MachineFacts(
    String processor,
    int cores,
    long memoryBytes,
    long heapBytes,
    int vectorBits,
    double loadAverage,
    String system,
    String jdk) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /// The facts of this machine now.
  public static MachineFacts here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MachineFacts(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        Runtime.getRuntime().maxMemory(),
        widestVector(),
        system.getSystemLoadAverage(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + " ("
            + Runtime.version()
            + ")");
  }

  /// The flags that this virtual machine was started with.
  public static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /// The facts as results of benchmarks have them.
  public Machine measured() {
    return new Machine(
        processor, cores, memoryBytes, heapBytes, vectorBits, loadAverage, system, jdk);
  }

  /// The facts under the names that the JSON reports use.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", processor);
    json.put("cores", cores);
    json.put("memoryBytes", memoryBytes);
    json.put("heapBytes", heapBytes);
    json.put("vectorBits", vectorBits);
    json.put("loadAverage", Math.rint(loadAverage * 100) / 100);
    json.put("system", system);
    json.put("jdk", jdk);
    return json;
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /// HotSpot's MaxVectorSize, in bits: what the Vector API's preferred shapes follow.
  private static int widestVector() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot == null
          ? 0
          : 8 * Integer.parseInt(hotSpot.getVMOption("MaxVectorSize").getValue());
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }
}
