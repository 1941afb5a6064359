package io.cloakwork.backend.cpu;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/// Bytes that threads have allocated on the heap, from the JVM's thread bean. Reached by
/// reflection, since the module under test does not read the management modules.
final class AllocationMeter {

  private final Object bean;
  private final Method allocatedBytes;

  AllocationMeter() throws ReflectiveOperationException {
    bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    allocatedBytes =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
  }

  /// By the calling thread and every thread whose name begins with `prefix`.
  long bytes(String prefix) throws ReflectiveOperationException {
    List<Long> ids = new ArrayList<>(List.of(Thread.currentThread().threadId()));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(prefix)) {
        ids.add(thread.threadId());
      }
    }
    long sum = 0;
    for (long id : ids) {
      sum += (long) allocatedBytes.invoke(bean, id);
    }
    return sum;
  }
}
