package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import java.util.List;

/// What the emitters of launches share: where values are, and the programs of the tuning.
/// Temporaries have room from the first operation that writes them to the last that reads them.
final class PlanContext {

  private final int logN;
  private final List<PlanOp> operations;
  private final Tuning tuning;
  private final TwiddleRows twiddles;
  private final LaunchWriter writer;
  private final ScratchRows scratch = new ScratchRows();
  private final int[] scratchStart;
  private final boolean[] hasRoom;
  private final int[] lastUse;

  PlanContext(CommandGraph graph, List<PlanOp> operations, Tuning tuning, TwiddleRows twiddles) {
    int values = graph.values().size();
    this.logN = graph.logN();
    this.operations = operations;
    this.tuning = tuning;
    this.twiddles = twiddles;
    this.writer = new LaunchWriter(logN);
    this.scratchStart = new int[values];
    this.hasRoom = new boolean[values];
    this.lastUse = new int[values];
    for (int i = 0; i < operations.size(); i++) {
      for (RnsView<?> written : operations.get(i).writes()) {
        lastUse[written.value().id()] = i;
      }
      for (RnsView<?> read : operations.get(i).reads()) {
        lastUse[read.value().id()] = i;
      }
    }
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
    return logN;
  }

  /// Makes room for the temporaries that operation `index` is the first to write.
  void begin(int index) {
    writer.beginCommand(operations.get(index).command());
    for (RnsView<?> written : operations.get(index).writes()) {
      Value out = written.value();
      if (!out.isBound() && !hasRoom[out.id()]) {
        scratchStart[out.id()] = scratch.take(out.shape().rows());
        hasRoom[out.id()] = true;
      }
    }
  }

  /// Gives the temporaries back that no operation after `index` uses.
  void end(int index) {
    operations.get(index).reads().forEach(view -> giveBackAfter(index, view.value()));
    operations.get(index).writes().forEach(view -> giveBackAfter(index, view.value()));
  }

  private void giveBackAfter(int index, Value value) {
    if (hasRoom[value.id()] && lastUse[value.id()] == index) {
      scratch.giveBack(scratchStart[value.id()], value.shape().rows());
      hasRoom[value.id()] = false;
    }
  }

  Rows rows(RnsView<?> view) {
    Value value = view.value();
    return value.isBound()
        ? Rows.of(view, new BufferRef.Bound(value), 0)
        : Rows.of(view, BufferRef.Scratch.SCRATCH, scratchStart[value.id()]);
  }

  /// Rows for the inside of one operation.
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
