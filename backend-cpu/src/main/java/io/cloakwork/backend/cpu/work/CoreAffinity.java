package io.cloakwork.backend.cpu.work;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Binds threads to cores with Linux' `sched_setaffinity` (man page sched_setaffinity(2)). Two
/// workers that the system puts on one core halve the speed of a device of two; where binding is
/// not possible the reason is kept for the device's facts.
public final class CoreAffinity {

  // The kernel's cpu_set_t: 1024 processors.
  private static final int MASK_BYTES = 128;

  private final MethodHandle setAffinity;
  private final List<Integer> cores;
  private final String reason;
  private volatile String refusedAtRunTime;

  private CoreAffinity(MethodHandle setAffinity, List<Integer> cores, String reason) {
    this.setAffinity = setAffinity;
    this.cores = cores;
    this.reason = reason;
  }

  /// Prepares to bind `workers` threads, each to a core of its own.
  public static CoreAffinity forWorkers(int workers, boolean wanted) {
    if (!wanted) {
      return refused("not asked for");
    }
    if (!CoreAffinity.class.getModule().isNativeAccessEnabled()) {
      return refused("the JVM was started without --enable-native-access");
    }
    try {
      return lookUp(workers);
    } catch (Throwable t) { // MethodHandle.invoke declares it; binding is optional whatever failed
      return refused("sched_setaffinity is not usable: " + t);
    }
  }

  private static CoreAffinity refused(String reason) {
    return new CoreAffinity(null, List.of(), reason);
  }

  @SuppressWarnings("restricted") // native access is checked by the caller
  private static CoreAffinity lookUp(int workers) throws Throwable {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> get = linker.defaultLookup().find("sched_getaffinity");
    Optional<MemorySegment> set = linker.defaultLookup().find("sched_setaffinity");
    if (get.isEmpty() || set.isEmpty()) {
      return refused("no sched_setaffinity on " + System.getProperty("os.name"));
    }
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    List<Integer> allowed = allowedCores(linker.downcallHandle(get.get(), descriptor));
    if (workers > allowed.size()) {
      return refused("%d workers on %d allowed cores".formatted(workers, allowed.size()));
    }
    return new CoreAffinity(
        linker.downcallHandle(set.get(), descriptor), allowed.subList(0, workers), null);
  }

  private static List<Integer> allowedCores(MethodHandle getAffinity) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES);
      int result = (int) getAffinity.invokeExact(0, (long) MASK_BYTES, mask);
      if (result < 0) {
        throw new IOException("sched_getaffinity returned " + result);
      }
      BitSet set = BitSet.valueOf(mask.asByteBuffer());
      return distinctCoresFirst(set.stream().boxed().toList());
    }
  }

  /// Hardware threads of one core share its vector units: a second one comes after all the firsts.
  private static List<Integer> distinctCoresFirst(List<Integer> cpus) {
    List<Integer> firsts = new ArrayList<>();
    List<Integer> seconds = new ArrayList<>();
    for (int cpu : cpus) {
      (firstSibling(cpu) == cpu ? firsts : seconds).add(cpu);
    }
    firsts.addAll(seconds);
    return firsts;
  }

  private static int firstSibling(int cpu) {
    Path path = Path.of("/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list");
    try {
      return Integer.parseInt(Files.readString(path).strip().split("[,-]", 2)[0]);
    } catch (IOException | NumberFormatException e) {
      return cpu; // without topology every processor counts as a core
    }
  }

  /// Binds the calling thread as worker `worker`, if it can.
  public void bindCurrentThread(int worker) {
    if (setAffinity == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES);
      int cpu = cores.get(worker);
      mask.set(ValueLayout.JAVA_BYTE, cpu >>> 3, (byte) (1 << (cpu & 7)));
      int result = (int) setAffinity.invokeExact(0, (long) MASK_BYTES, mask);
      if (result != 0) {
        refusedAtRunTime = "sched_setaffinity to core " + cpu + " returned " + result;
      }
    } catch (Throwable t) { // declared by invokeExact; the thread simply stays unbound
      refusedAtRunTime = "sched_setaffinity failed: " + t;
    }
  }

  /// What was done, for people: the cores, or why workers are not bound.
  public String describe() {
    if (refusedAtRunTime != null) {
      return "off: " + refusedAtRunTime;
    }
    return reason == null ? "cores " + cores : "off: " + reason;
  }
}
