package io.cloakwork.hardware.profiles.host;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// How the processors of this machine are arranged, as far as this process may use them.
public sealed interface HostTopology {

  /// Caches of one kind.
  ///
  /// @param level 1 is the nearest; instruction caches are left out
  /// @param bytes of one of them
  /// @param count how many there are
  /// @param sharedByThreads hardware threads that use one of them
  /// @param sharedByCores cores that use one of them
  record Cache(int level, long bytes, int count, int sharedByThreads, int sharedByCores) {}

  /// What was found.
  ///
  /// @param packages processors, as one buys them
  /// @param cores with arithmetic units of their own
  /// @param threads that the system runs at a time, one or more a core
  /// @param numaNodes memories that are nearer to some cores than to others
  /// @param caches from the nearest to the farthest; several of one level where cores differ
  record Known(int packages, int cores, int threads, int numaNodes, List<Cache> caches)
      implements HostTopology {

    public Known {
      caches = List.copyOf(caches);
    }

    /// The share that a core has of its cache at `level`, the smallest where cores differ.
    public OptionalLong cacheBytesPerCore(int level) {
      return caches.stream()
          .filter(cache -> cache.level() == level)
          .mapToLong(cache -> cache.bytes() / Math.max(1, cache.sharedByCores()))
          .min();
    }
  }

  /// Why nothing is known, in one sentence.
  record Unknown(String reason) implements HostTopology {}

  /// Asks hwloc, whose library is unpacked below a folder of this user. The first call of a process
  /// takes a third of a second, nearly all of it for starting LWJGL: do not ask where somebody
  /// waits for something else.
  ///
  /// Never throws: a system for which no library is at hand is an [Unknown].
  static HostTopology read() {
    return Hwloc.read(Hwloc.defaultFolder());
  }

  /// [#read] with another folder for the library.
  static HostTopology read(Path folder) {
    return Hwloc.read(folder);
  }
}
