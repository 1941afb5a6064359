package io.cloakwork.backend.cpu;

import java.lang.reflect.Method;
import java.util.List;

/// Bytes that threads have allocated on the heap and processor time that they have used, from the
/// JVM's thread bean. Reached by reflection, since the module under test does not read the
/// management modules.
final class ThreadMeter {

  private final Object bean;
  private final Method allocatedBytes;
  private final Method cpuTime;

  ThreadMeter() throws ReflectiveOperationException {
    bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    allocatedBytes =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
    cpuTime =
        Class.forName("java.lang.management.ThreadMXBean")
            .getMethod("getThreadCpuTime", long.class);
  }

  /// Bytes allocated by these threads.
  long allocatedBytes(List<Thread> threads) throws ReflectiveOperationException {
    return sum(allocatedBytes, threads);
  }

  /// Nanoseconds of processor time of these threads.
  long cpuNanos(List<Thread> threads) throws ReflectiveOperationException {
    return sum(cpuTime, threads);
  }

  private long sum(Method method, List<Thread> threads) throws ReflectiveOperationException {
    long sum = 0;
    for (Thread thread : threads) {
      sum += (long) method.invoke(bean, thread.threadId());
    }
    return sum;
  }

  /// The live threads whose name begins with `prefix`.
  static List<Thread> named(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
