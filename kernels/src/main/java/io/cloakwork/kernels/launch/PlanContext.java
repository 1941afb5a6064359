package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;

/// What the emitters of launches share: where values are, and the programs of the tuning.
final class PlanContext {

  private final CommandGraph graph;
  private final Tuning tuning;
  private final TwiddleRows twiddles;
  private final LaunchWriter writer;
  private final ScratchRows scratch = new ScratchRows();
  private final int[] scratchStart;

  PlanContext(CommandGraph graph, Tuning tuning, TwiddleRows twiddles) {
    this.graph = graph;
    this.tuning = tuning;
    this.twiddles = twiddles;
    this.writer = new LaunchWriter(graph.logN());
    this.scratchStart = new int[graph.values().size()];
  }

  Tuning tuning() {
    return tuning;
  }

  TwiddleRows twiddles() {
    return twiddles;
  }

  LaunchWriter writer() {
    return writer;
  }

  int logN() {
    return graph.logN();
  }

  /// Makes room for the temporary that command `index` is the first to write.
  void beginCommand(int index) {
    writer.beginCommand(index);
    Value out = graph.commands().get(index).out().value();
    if (!out.isBound() && graph.lifetimes().firstWrite(out) == index) {
      scratchStart[out.id()] = scratch.take(out.shape().rows());
    }
  }

  /// Gives the temporaries back that no command after `index` uses.
  void endCommand(int index) {
    var command = graph.commands().get(index);
    command.reads().stream()
        .map(RnsView::value)
        .distinct()
        .forEach(value -> giveBackAfter(index, value));
    giveBackAfter(index, command.out().value());
  }

  private void giveBackAfter(int index, Value value) {
    if (!value.isBound() && graph.lifetimes().lastUse(value) == index) {
      scratch.giveBack(scratchStart[value.id()], value.shape().rows());
    }
  }

  Rows rows(RnsView<?> view) {
    Value value = view.value();
    return value.isBound()
        ? Rows.of(view, new BufferRef.Bound(value), 0)
        : Rows.of(view, BufferRef.Scratch.SCRATCH, scratchStart[value.id()]);
  }

  /// Rows for the inside of one command.
  interface Inner {
    void use(Rows rows);
  }

  /// Lends items × polynomials × limbs rows of the scratch.
  void withScratch(int items, int polys, int limbs, Inner inner) {
    int count = Math.multiplyExact(Math.multiplyExact(items, polys), limbs);
    int start = scratch.take(count);
    inner.use(Rows.ofScratch(start, items, polys, limbs));
    scratch.giveBack(start, count);
  }

  KernelProgram words() {
    return KernelProgram.words(tuning);
  }

  KernelProgram products(Lane lane) {
    return KernelProgram.products(lane, tuning);
  }

  LaunchPlan finish() {
    return writer.finish(scratch.size());
  }
}
