package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks what single graphs and buffers cannot see: who is bound to what, and in which order words
/// come about.
final class TraceValidator {

  private final List<TraceBuffer> buffers;
  private final List<TraceGraph> graphs;
  // Buffers that a run so far has written, or used at all.
  private final BitSet written = new BitSet();
  private final BitSet used = new BitSet();

  private TraceValidator(List<TraceBuffer> buffers, List<TraceGraph> graphs) {
    this.buffers = buffers;
    this.graphs = graphs;
  }

  static void validate(
      List<TraceBuffer> buffers,
      List<TraceGraph> graphs,
      List<TraceRun> runs,
      Optional<SideFile> sideFile) {
    TraceValidator validator = new TraceValidator(buffers, graphs);
    validator.checkBuffers(sideFile);
    if (runs.isEmpty()) {
      throw new TraceException("a trace of no runs");
    }
    for (TraceRun run : runs) {
      validator.checkRun(run);
    }
    for (int i = 0; i < buffers.size(); i++) {
      if (!validator.used.get(i)) {
        throw new TraceException("no run uses buffer %s".formatted(shown(buffers.get(i))));
      }
    }
  }

  private void checkBuffers(Optional<SideFile> sideFile) {
    Set<String> names = new HashSet<>();
    for (TraceBuffer buffer : buffers) {
      if (!names.add(buffer.name())) {
        throw new TraceException("two buffers are named %s".formatted(shown(buffer)));
      }
      if (buffer.content() instanceof BufferContent.Side side) {
        long available = sideFile.map(SideFile::bytes).orElse(0L);
        long bytes = buffer.shape().bytes();
        if (side.offset() > available || bytes > available - side.offset()) {
          throw new TraceException(
              "buffer %s has %d bytes at offset %d of a side file of %d"
                  .formatted(shown(buffer), bytes, side.offset(), available));
        }
      }
    }
  }

  private void checkRun(TraceRun run) {
    if (run.graph() < 0 || run.graph() >= graphs.size()) {
      throw wrong(run, "is of graph %d of %d".formatted(run.graph(), graphs.size()));
    }
    CommandGraph graph = graphs.get(run.graph()).graph();
    BitSet bound = new BitSet();
    Set<Integer> outputs = new HashSet<>();
    for (TraceRun.Binding binding : run.bindings()) {
      checkBinding(run, graph, binding);
      if (bound.get(binding.value())) {
        throw wrong(run, "binds %s twice".formatted(graph.values().get(binding.value())));
      }
      bound.set(binding.value());
      if (graph.values().get(binding.value()).role() == Value.Role.OUTPUT) {
        outputs.add(binding.buffer());
      }
    }
    for (Value value : graph.boundValues()) {
      if (!bound.get(value.id())) {
        throw wrong(run, "binds no buffer to %s".formatted(value));
      }
    }
    outputs.forEach(written::set);
  }

  private void checkBinding(TraceRun run, CommandGraph graph, TraceRun.Binding binding) {
    if (binding.value() < 0 || binding.value() >= graph.values().size()) {
      throw wrong(run, "binds value %d".formatted(binding.value()));
    }
    if (binding.buffer() < 0 || binding.buffer() >= buffers.size()) {
      throw wrong(run, "binds buffer %d".formatted(binding.buffer()));
    }
    Value value = graph.values().get(binding.value());
    TraceBuffer buffer = buffers.get(binding.buffer());
    if (!value.isBound()) {
      throw wrong(run, "binds the temporary %s".formatted(value));
    }
    if (!value.shape().hasRowsOf(buffer.shape())) {
      throw wrong(
          run,
          "binds buffer %s of shape %s to %s of shape %s"
              .formatted(shown(buffer), buffer.shape(), value, value.shape()));
    }
    checkOrder(run, value, binding, buffer);
    used.set(binding.buffer());
  }

  private void checkOrder(TraceRun run, Value value, TraceRun.Binding binding, TraceBuffer buffer) {
    boolean isWritten = written.get(binding.buffer());
    if (value.role() == Value.Role.OUTPUT) {
      // A buffer in use is written already, or bound to another value of this very run.
      if (!buffer.role().isWritten() || used.get(binding.buffer())) {
        throw wrong(
            run, "writes buffer %s, which has its words or is read".formatted(shown(buffer)));
      }
      return;
    }
    if (buffer.role().isWritten() && !isWritten) {
      throw wrong(run, "reads buffer %s before it is written".formatted(shown(buffer)));
    }
    if (binding.sha256().isPresent()) {
      throw wrong(run, "has a hash for %s, which it does not write".formatted(value));
    }
  }

  private static String shown(TraceBuffer buffer) {
    return "'" + Texts.shortened(buffer.name()) + "'";
  }

  private static TraceException wrong(TraceRun run, String what) {
    return new TraceException("run '%s' %s".formatted(Texts.shortened(run.name()), what));
  }
}
