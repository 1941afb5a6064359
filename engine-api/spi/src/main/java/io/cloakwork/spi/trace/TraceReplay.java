package io.cloakwork.spi.trace;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Executes a trace on a device, run after run, and hashes what comes out. Buffers are on the
/// device from the first run that uses them to the last, each graph while it runs: what a replay
/// needs is [BufferLifetimes#peakBytes] and the temporaries of one graph.
///
/// A run whose outputs differ does not end the replay: later ones show whether they differ, too.
public final class TraceReplay {

  private final Trace trace;
  private final Device device;
  private final Optional<SideFileReader> side;
  private final int repetitions;
  private final BufferLifetimes lifetimes;
  private final Map<Integer, DeviceBuffer> live = new HashMap<>();

  private TraceReplay(Trace trace, Device device, Optional<SideFileReader> side, int repetitions) {
    this.trace = trace;
    this.device = device;
    this.side = side;
    this.repetitions = repetitions;
    this.lifetimes = trace.lifetimes();
  }

  /// Executes a trace.
  ///
  /// @param side the words of its side file, if it has one
  /// @param repetitions how often each run is executed, at least once: first executions are slow
  /// @return one entry a run, in order
  /// @throws TraceException if words of the side file are needed and not there, or not as the trace
  ///   says
  /// @throws io.cloakwork.spi.device.BackendException if the device cannot run a graph or has no
  ///   room for it
  public static List<ReplayedRun> run(
      Trace trace,
      Device device,
      Optional<SideFileReader> side,
      int repetitions,
      ReplayListener listener) {
    if (repetitions < 1) {
      throw new IllegalArgumentException(repetitions + " repetitions: at least one");
    }
    return new TraceReplay(trace, device, side, repetitions).runAll(listener);
  }

  /// Executes a trace and puts the hashes of what comes out into it, in place of any that it has.
  ///
  /// @throws TraceException as [#run]
  public static Trace record(
      Trace draft, Device device, Optional<SideFileReader> side, ReplayListener listener) {
    List<ReplayedRun> executed = run(draft, device, side, 1, listener);
    List<TraceRun> runs = new ArrayList<>();
    for (int i = 0; i < executed.size(); i++) {
      runs.add(withHashes(draft, draft.runs().get(i), executed.get(i)));
    }
    return draft.withRuns(runs);
  }

  private static TraceRun withHashes(Trace draft, TraceRun run, ReplayedRun executed) {
    List<TraceRun.Binding> bindings = new ArrayList<>();
    int output = 0;
    for (TraceRun.Binding binding : run.bindings()) {
      boolean isOutput = draft.value(run, binding).role() == Value.Role.OUTPUT;
      bindings.add(
          isOutput ? binding.withHash(executed.outputs().get(output++).actual()) : binding);
    }
    return new TraceRun(run.name(), run.graph(), bindings);
  }

  private List<ReplayedRun> runAll(ReplayListener listener) {
    List<ReplayedRun> done = new ArrayList<>();
    try {
      for (int i = 0; i < trace.runs().size(); i++) {
        ReplayedRun ran = run(trace.runs().get(i));
        release(i);
        done.add(ran);
        listener.ran(ran);
      }
    } finally {
      live.values().forEach(DeviceBuffer::close);
    }
    return List.copyOf(done);
  }

  private ReplayedRun run(TraceRun run) {
    long start = System.nanoTime();
    run.bindings().forEach(binding -> fill(binding.buffer()));
    long filled = System.nanoTime();
    Reuse reuse = repetitions > 1 ? Reuse.MANY : Reuse.ONCE;
    try (Executable executable = device.compile(trace.graphs().get(run.graph()).graph(), reuse)) {
      long compiled = System.nanoTime();
      Bindings bindings = executable.newBindings();
      for (TraceRun.Binding binding : run.bindings()) {
        bindings.bind(trace.value(run, binding).name(), live.get(binding.buffer()));
      }
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < repetitions; i++) {
        long begun = System.nanoTime();
        executable.run(bindings);
        nanos.add(System.nanoTime() - begun);
      }
      return new ReplayedRun(run.name(), filled - start, compiled - filled, nanos, outputs(run));
    }
  }

  /// Puts a buffer on the device unless it is there.
  private void fill(int index) {
    if (live.containsKey(index)) {
      return;
    }
    TraceBuffer buffer = trace.buffers().get(index);
    DeviceBuffer words = device.allocate(buffer.shape());
    live.put(index, words);
    switch (buffer.content()) {
      case BufferContent.Seeded seeded ->
          words.expand(seeded.source(buffer.shape()), seeded.targets(buffer.shape()));
      case BufferContent.Side content -> sideFile(buffer).fill(words, content);
      case BufferContent.Written _ -> {
        // The run will.
      }
    }
  }

  private SideFileReader sideFile(TraceBuffer buffer) {
    return side.orElseThrow(() ->
        new TraceException(
            "the words of buffer '%s' are in a side file, which is not there"
                .formatted(buffer.name())));
  }

  private List<ReplayedRun.Output> outputs(TraceRun run) {
    List<ReplayedRun.Output> outputs = new ArrayList<>();
    for (TraceRun.Binding binding : run.bindings()) {
      if (trace.value(run, binding).role() == Value.Role.OUTPUT) {
        outputs.add(
            new ReplayedRun.Output(
                trace.buffers().get(binding.buffer()).name(),
                binding.sha256(),
                WordBytes.hash(live.get(binding.buffer()))));
      }
    }
    return outputs;
  }

  private void release(int run) {
    for (TraceRun.Binding binding : trace.runs().get(run).bindings()) {
      if (lifetimes.lastRun(binding.buffer()) == run && live.containsKey(binding.buffer())) {
        live.remove(binding.buffer()).close();
      }
    }
  }
}
