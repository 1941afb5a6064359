package io.cloakwork.hardware.profiles.host;

import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_CORE;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_L1CACHE;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_L5CACHE;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_NUMANODE;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_PACKAGE;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_OBJ_PU;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_TOPOLOGY_FLAG_NO_CPUKINDS;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_TOPOLOGY_FLAG_NO_DISTANCES;
import static org.lwjgl.util.hwloc.HWLoc.HWLOC_TOPOLOGY_FLAG_NO_MEMATTRS;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_bitmap_weight;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_get_nbobjs_by_type;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_get_nbobjs_inside_cpuset_by_type;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_get_obj_by_type;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_topology_destroy;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_topology_init;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_topology_load;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_topology_set_flags;
import static org.lwjgl.util.hwloc.HWLoc.hwloc_topology_set_synthetic;

import io.cloakwork.hardware.profiles.host.HostTopology.Cache;
import io.cloakwork.hardware.profiles.host.HostTopology.Known;
import io.cloakwork.hardware.profiles.host.HostTopology.Unknown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.hwloc.hwloc_obj;

/// Reads a [HostTopology] through LWJGL's binding of hwloc.
final class Hwloc {

  // What is not asked for need not be found out.
  private static final long FLAGS =
      HWLOC_TOPOLOGY_FLAG_NO_DISTANCES
          | HWLOC_TOPOLOGY_FLAG_NO_MEMATTRS
          | HWLOC_TOPOLOGY_FLAG_NO_CPUKINDS;

  private Hwloc() {}

  static Path defaultFolder() {
    return Path.of(System.getProperty("user.home"), ".cache", "cloakwork", "lwjgl");
  }

  static HostTopology read(Path folder) {
    return read(folder, null);
  }

  /// The topology that hwloc makes of a description (hwloc's manual, "Synthetic topologies"), or of
  /// this machine if there is none.
  static synchronized HostTopology read(Path folder, String description) {
    try {
      PrivateFolder.create(folder);
      configure(folder);
      return ask(description);
    } catch (IOException e) {
      return new Unknown("hwloc has no folder for its library: " + e.getMessage());
    } catch (LinkageError e) {
      return new Unknown(
          "LWJGL's hwloc cannot be loaded on %s %s: %s"
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), firstLine(e)));
    }
  }

  private static String firstLine(Throwable e) {
    Throwable first = e.getCause() == null ? e : e.getCause();
    return String.valueOf(first.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /// LWJGL would unpack into a folder of temporary files that others can foresee, print to standard
  /// error what it did not find, and use methods that the virtual machine warns of.
  private static void configure(Path folder) {
    Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(folder.toString());
    Configuration.MEMORY_BACKEND.set("ffm");
    Configuration.DEBUG_STREAM.set(
        new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
  }

  private static HostTopology ask(String description) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      if (hwloc_topology_init(handle) != 0) {
        return new Unknown("hwloc could not be initialised");
      }
      long topology = handle.get(0);
      try {
        if (description != null && hwloc_topology_set_synthetic(topology, description) != 0) {
          return new Unknown("hwloc does not understand '%s'".formatted(description));
        }
        hwloc_topology_set_flags(topology, FLAGS);
        return hwloc_topology_load(topology) == 0
            ? known(topology)
            : new Unknown("hwloc could not read this machine's topology");
      } finally {
        hwloc_topology_destroy(topology);
      }
    }
  }

  private static Known known(long topology) {
    return new Known(
        count(topology, HWLOC_OBJ_PACKAGE),
        count(topology, HWLOC_OBJ_CORE),
        count(topology, HWLOC_OBJ_PU),
        count(topology, HWLOC_OBJ_NUMANODE),
        caches(topology));
  }

  /// At least one, even where the system does not tell; nothing is at several depths here.
  private static int count(long topology, int type) {
    return Math.max(1, hwloc_get_nbobjs_by_type(topology, type));
  }

  private static List<Cache> caches(long topology) {
    Map<Cache, Integer> counts = new LinkedHashMap<>();
    for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L5CACHE; type++) {
      for (int i = 0; i < hwloc_get_nbobjs_by_type(topology, type); i++) {
        counts.merge(cache(topology, hwloc_get_obj_by_type(topology, type, i)), 1, Integer::sum);
      }
    }
    List<Cache> caches = new ArrayList<>();
    counts.forEach((one, count) ->
        caches.add(
            new Cache(
                one.level(), one.bytes(), count, one.sharedByThreads(), one.sharedByCores())));
    caches.sort(Comparator.comparingInt(Cache::level).thenComparingLong(Cache::bytes));
    return caches;
  }

  private static Cache cache(long topology, hwloc_obj object) {
    long processors = object.cpuset();
    return new Cache(
        object.attr().cache().depth(),
        object.attr().cache().size(),
        1,
        hwloc_bitmap_weight(processors),
        Math.max(1, hwloc_get_nbobjs_inside_cpuset_by_type(topology, processors, HWLOC_OBJ_CORE)));
  }
}
