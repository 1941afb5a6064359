package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.Value;
import java.util.Arrays;
import java.util.TreeSet;

/// The runs between which each buffer of a trace is in use.
public final class BufferLifetimes {

  private final int[] firstRun;
  private final int[] lastRun;

  private BufferLifetimes(int[] firstRun, int[] lastRun) {
    this.firstRun = firstRun;
    this.lastRun = lastRun;
  }

  static BufferLifetimes of(Trace trace) {
    int[] firstRun = new int[trace.buffers().size()];
    int[] lastRun = new int[trace.buffers().size()];
    Arrays.fill(firstRun, -1);
    for (int i = 0; i < trace.runs().size(); i++) {
      for (TraceRun.Binding binding : trace.runs().get(i).bindings()) {
        if (firstRun[binding.buffer()] < 0) {
          firstRun[binding.buffer()] = i;
        }
        lastRun[binding.buffer()] = i;
      }
    }
    return new BufferLifetimes(firstRun, lastRun);
  }

  /// The first run that reads or writes a buffer.
  public int firstRun(int buffer) {
    return firstRun[buffer];
  }

  /// The last run that reads or writes it.
  public int lastRun(int buffer) {
    return lastRun[buffer];
  }

  /// The runs that wrote what a run reads, rising.
  int[] dependencies(Trace trace, TraceRun run) {
    TreeSet<Integer> writers = new TreeSet<>();
    for (TraceRun.Binding binding : run.bindings()) {
      boolean reads = trace.value(run, binding).role() != Value.Role.OUTPUT;
      // A buffer that runs write is written by the first that uses it.
      if (reads && trace.buffers().get(binding.buffer()).role().isWritten()) {
        writers.add(firstRun[binding.buffer()]);
      }
    }
    return writers.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The most bytes of buffers in use at once.
  public long peakBytes(Trace trace) {
    long[] change = new long[trace.runs().size() + 1];
    for (int b = 0; b < firstRun.length; b++) {
      long bytes = trace.buffers().get(b).shape().bytes();
      change[firstRun[b]] += bytes;
      change[lastRun[b] + 1] -= bytes;
    }
    long live = 0;
    long peak = 0;
    for (long delta : change) {
      live += delta;
      peak = Math.max(peak, live);
    }
    return peak;
  }
}
