package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/// What this process holds.
///
/// @param heapBytes that are in use after a collection
/// @param bufferBytes outside the heap
record Footprint(long heapBytes, long bufferBytes, int threads, long files) {

  /// Pools fill, caches of classes and code grow; a leak of a request's size soon exceeds this.
  private static final long BYTES = 96L << 20;

  private static final int THREADS = 24;
  private static final int FILES = 24;
  private static final int LOOKS = 5;

  /// The least of a few looks: what runs at the moment comes and goes.
  static Footprint now() throws InterruptedException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      System.gc();
      Thread.sleep(200);
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Footprint(
        heap,
        buffers,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        system.getOpenFileDescriptorCount());
  }

  void assertNotMuchMoreThan(Footprint before) {
    assertThat(heapBytes).as("heap, before: %s", before).isLessThan(before.heapBytes + BYTES);
    assertThat(bufferBytes)
        .as("buffers, before: %s", before)
        .isLessThan(before.bufferBytes + BYTES);
    assertThat(threads).as("threads").isLessThan(before.threads + THREADS);
    assertThat(files).as("files").isLessThan(before.files + FILES);
  }
}
