package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process holds.
///
/// @param heapBytes that are in use after a collection
/// @param threads of the platform
/// @param files open files and connections; 0 where the system does not tell
record Footprint(long heapBytes, int threads, long files) {

  /// Pools fill, caches grow, and in seconds a virtual machine that runs other tests, too, moves by
  /// a hundred million bytes (74 to 177 seen in 12 s, 43 to 46 in 60 s); a leak shows in long runs.
  private static final long BYTES = 256L << 20;

  private static final int THREADS = 24;
  private static final int FILES = 24;
  private static final int LOOKS = 5;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /// The least of a few looks: what runs at the moment comes and goes.
  static Footprint now() throws IOException, InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      System.gc();
      Thread.sleep(200);
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    return new Footprint(heap, Thread.getAllStackTraces().size(), openFiles());
  }

  private static long openFiles() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    }
  }

  void assertNotMuchMoreThan(Footprint before) {
    assertThat(heapBytes).as("heap, before: %s", before).isLessThan(before.heapBytes + BYTES);
    assertThat(threads).as("threads").isLessThan(before.threads + THREADS);
    assertThat(files).as("files").isLessThan(before.files + FILES);
  }
}
