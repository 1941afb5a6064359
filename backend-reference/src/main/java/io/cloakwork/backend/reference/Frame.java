package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;

/// The rows of every value during one run. Temporaries exist from their first write to their last
/// use, so that a run holds no more than [io.cloakwork.spi.graph.Lifetimes] says.
final class Frame {

  private final CommandGraph graph;
  private final long[][][] rowsByValueId;

  Frame(CommandGraph graph) {
    this.graph = graph;
    this.rowsByValueId = new long[graph.values().size()][][];
  }

  void put(Value value, long[][] rows) {
    rowsByValueId[value.id()] = rows;
  }

  /// Makes room for the temporary that command `index` is the first to write.
  void allocateFor(int index) {
    Value out = graph.commands().get(index).out().value();
    if (!out.isBound() && graph.lifetimes().firstWrite(out) == index) {
      put(out, new long[out.shape().rows()][out.shape().degree()]);
    }
  }

  /// Forgets the temporaries that no command after `index` uses.
  void releaseAfter(int index) {
    RnsOp command = graph.commands().get(index);
    releaseIfLast(command.out().value(), index);
    for (RnsView<?> read : command.reads()) {
      releaseIfLast(read.value(), index);
    }
  }

  private void releaseIfLast(Value value, int index) {
    if (!value.isBound() && graph.lifetimes().lastUse(value) == index) {
      put(value, null);
    }
  }

  Rows rows(RnsView<?> view) {
    return new Rows(view, rowsByValueId[view.value().id()]);
  }
}
