package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.LimbKernels;
import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns tiles into kernel calls: says where each row lives. Rows of outputs are written where they
/// belong, rows that cross a barrier into their place in the workspace, and all others into scratch
/// rows of the worker, each given to the next row as soon as its last reader has run.
final class TileEmitter {

  /// log2 of the words of a block of a row: some rows' blocks fit into the nearest cache together.
  private static final int LOG_BLOCK = 11;

  /// The most operands of a sum of products that goes block by block with its neighbours.
  private static final int MOST_BLOCKED_ROWS = 4;

  private final int logN;
  private final int workers;
  private final KernelTable kernels;
  private final ConversionTables conversions;
  private final StoredRows stored;
  private final Map<Value, Integer> spaceOfBound = new HashMap<>();
  private final Map<Value, RowLayout> layouts = new HashMap<>();
  private final CombinationEmitter combinations;
  private int fastScratch;
  private int wideScratch;

  TileEmitter(
      RowGraph graph,
      StoredRows stored,
      int workers,
      KernelTable kernels,
      ConversionTables conversions) {
    this.logN = graph.graph().logN();
    this.workers = workers;
    this.kernels = kernels;
    this.conversions = conversions;
    this.stored = stored;
    List<Value> bound = graph.graph().boundValues();
    for (int i = 0; i < bound.size(); i++) {
      spaceOfBound.put(bound.get(i), 1 + i);
      layouts.put(bound.get(i), new RowLayout(bound.get(i).shape()));
    }
    this.combinations = new CombinationEmitter(graph, kernels);
  }

  /// Rows of the fast lane that a worker needs besides its scratch rows: panels.
  int panelRows() {
    return combinations.panelRows();
  }

  /// The most scratch rows of the fast lane that a worker needs at once, so far.
  int fastScratch() {
    return fastScratch;
  }

  /// The most scratch rows of the wide lane that a worker needs at once, so far.
  int wideScratch() {
    return wideScratch;
  }

  /// The code of a tile: one list of steps, or several that different workers may run.
  List<RowStep[]> emit(Tile tile) {
    return CombinationEmitter.isCombination(tile)
        ? combinations.emit(tile, this::placeOf, panel())
        : List.<RowStep[]>of(emitRows(tile));
  }

  private RowStep[] emitRows(Tile tile) {
    TileBody body = new TileBody(tile);
    if (TensorProduct.is(tile.nodes())) {
      body.emitTensorProduct(tile.nodes());
    } else {
      tile.nodes().forEach(body::emit);
      body.flush();
    }
    if (tile.modulus().isFastLane()) {
      fastScratch = Math.max(fastScratch, body.scratch.used());
    } else {
      wideScratch = Math.max(wideScratch, body.scratch.used());
    }
    return body.steps.toArray(RowStep[]::new);
  }

  /// A step whose rows are known and whose kernels are not.
  private record Planned(RowOp op, List<RowRef> in, RowRef out) {}

  /// The state of one tile.
  private final class TileBody {

    private final LimbKernels limb;
    private final ScratchRows scratch;
    private final List<RowStep> steps = new ArrayList<>();
    // Steps that work index by index, not yet among `steps`.
    private final List<Planned> planned = new ArrayList<>();

    TileBody(Tile tile) {
      limb = kernels.kernels(logN, tile.modulus());
      scratch = new ScratchRows(tile.nodes());
    }

    void emit(RowNode node) {
      for (RowNode operand : node.operands()) {
        if (operand.op() instanceof RowOp.Fill fill && !scratch.holds(operand)) {
          scratch.take(operand);
          plan(new Planned(fill, List.of(), refOf(operand)));
        }
      }
      List<RowRef> in = node.operands().stream().map(this::refOf).toList();
      boolean inScratch = node.target() == null && stored.firstRow(node) < 0;
      if (mayOverwriteOperand(node.op())) {
        scratch.endUses(node);
      }
      if (inScratch) {
        scratch.take(node);
      }
      plan(new Planned(node.op(), in, refOf(node)));
      if (!mayOverwriteOperand(node.op())) {
        scratch.endUses(node);
      }
    }

    void emitTensorProduct(List<RowNode> nodes) {
      for (RowNode node : nodes) {
        if (placeOf(node) == null) {
          scratch.take(node);
        }
      }
      List<RowRef> low = nodes.get(0).operands().stream().map(this::refOf).toList();
      List<RowRef> high = nodes.get(2).operands().stream().map(this::refOf).toList();
      steps.add(
          new RowStep.TensorProduct(
              limb,
              low.get(0),
              high.get(0),
              low.get(1),
              high.get(1),
              refOf(nodes.get(0)),
              refOf(nodes.get(1)),
              refOf(nodes.get(2))));
    }

    private void plan(Planned step) {
      if (step.op().isIndexLocal() && !isStreaming(step)) {
        planned.add(step);
      } else {
        flush();
        append(step(limb, step));
      }
    }

    private void append(RowStep step) {
      RowStep pair = steps.isEmpty() ? null : RowStep.InnerProductPair.of(steps.getLast(), step);
      if (pair == null) {
        steps.add(step);
      } else {
        steps.set(steps.size() - 1, pair);
      }
    }

    /// Two or more steps in a row that work index by index go through their rows together.
    private void flush() {
      if (planned.size() == 1 || logN <= LOG_BLOCK) {
        planned.forEach(step -> append(step(limb, step)));
      } else if (!planned.isEmpty()) {
        LimbKernels ofBlock = kernels.kernels(LOG_BLOCK, limb.modulus());
        RowStep[] group = planned.stream().map(step -> step(ofBlock, step)).toArray(RowStep[]::new);
        steps.add(new RowStep.Blocked(group, 1 << LOG_BLOCK, 1 << logN));
      }
      planned.clear();
    }

    private RowStep step(LimbKernels k, Planned planned) {
      List<RowRef> in = planned.in();
      RowRef out = planned.out();
      return switch (planned.op()) {
        case RowOp.Plain plain ->
            switch (plain) {
              case NTT -> new RowStep.Ntt(k, in.get(0), out);
              case INTT -> new RowStep.Intt(k, in.get(0), out);
              case ADD -> new RowStep.Add(k, in.get(0), in.get(1), out);
              case SUB -> new RowStep.Sub(k, in.get(0), in.get(1), out);
              case NEG -> new RowStep.Neg(k, in.get(0), out);
              case MUL -> new RowStep.Mul(k, in.get(0), in.get(1), out);
              case MUL_ADD -> new RowStep.MulAdd(k, in.get(0), in.get(1), in.get(2), out);
              case COPY -> new RowStep.Copy(k, in.get(0), out);
            };
        case RowOp.MulScalar mul -> new RowStep.MulScalar(k, in.get(0), mul.scalar(), out);
        case RowOp.SubMulScalar mul ->
            new RowStep.SubMulScalar(k, in.get(0), in.get(1), mul.scalar(), out);
        case RowOp.Fill fill -> new RowStep.Fill(k, fill.scalar(), out);
        case RowOp.PermuteEval permute ->
            new RowStep.Permute(
                k, in.get(0), kernels.permutation(permute.element(), Domain.EVAL), out);
        case RowOp.PermuteCoeff permute ->
            new RowStep.Permute(
                k, in.get(0), kernels.permutation(permute.element(), Domain.COEFF), out);
        case RowOp.InnerProduct _ -> innerProduct(k, in, out);
        case RowOp.Scale scale -> {
          long factor = conversions.scale(scale.source(), scale.index());
          yield new RowStep.Scale(k, in.get(0), scale.shift(), factor, out);
        }
        case RowOp.Gather gather ->
            new RowStep.Gather(
                k,
                in.toArray(RowRef[]::new),
                conversions.gather(logN, k.modulus(), gather.source(), gather.shift()),
                out);
        case RowOp.Bound _, RowOp.Combination _, RowOp.CombinationRow _ ->
            throw new IllegalStateException(planned.op().label() + " is not one row's step");
      };
    }

    private RowStep innerProduct(LimbKernels k, List<RowRef> in, RowRef out) {
      int terms = in.size() / 2;
      RowRef[] a = new RowRef[terms];
      RowRef[] b = new RowRef[terms];
      for (int d = 0; d < terms; d++) {
        a[d] = in.get(2 * d);
        b[d] = in.get(2 * d + 1);
      }
      return new RowStep.InnerProduct(k, a, b, out);
    }

    private RowRef refOf(RowNode node) {
      RowRef place = placeOf(node);
      return place != null ? place : scratchRow(scratch.rowOf(node), limb.isFastLane());
    }
  }

  /// Where a row is that outlives its tile; null for one that does not.
  private RowRef placeOf(RowNode node) {
    if (node.op() instanceof RowOp.Bound bound) {
      return boundRow(bound.value(), bound.poly(), bound.limb());
    }
    if (node.target() != null) {
      return boundRow(node.target().value(), node.target().poly(), node.target().limb());
    }
    int firstRow = stored.firstRow(node);
    return firstRow >= 0 ? storedRow(firstRow, node.shared()) : null;
  }

  /// Whether the step reads so many rows that the processor's prefetcher should see each of them
  /// from end to end: inner products with keys take 1.4 times as long in blocks (bench/NOTES.md).
  private static boolean isStreaming(Planned step) {
    return step.op() == RowOp.InnerProduct.INNER_PRODUCT && step.in().size() > MOST_BLOCKED_ROWS;
  }

  private static boolean mayOverwriteOperand(RowOp op) {
    return switch (op) {
      case RowOp.PermuteEval _,
          RowOp.PermuteCoeff _,
          RowOp.InnerProduct _,
          RowOp.Gather _,
          RowOp.Combination _,
          RowOp.CombinationRow _,
          RowOp.Bound _,
          RowOp.Fill _ ->
          false;
      case RowOp.Plain _, RowOp.MulScalar _, RowOp.SubMulScalar _, RowOp.Scale _ -> true;
    };
  }

  private RowRef boundRow(Value value, int poly, int limb) {
    RowLayout layout = layouts.get(value);
    int itemStride = value.shape().batch() == 1 ? 0 : layout.itemStride(limb);
    return new RowRef(spaceOfBound.get(value), layout.offset(0, poly, limb), itemStride, 0);
  }

  private RowRef storedRow(int firstRow, boolean shared) {
    int stride = RowLayout.stride(logN);
    int base = Math.toIntExact(Rows.FIRST_ROW + (long) firstRow * stride);
    return new RowRef(RowRef.WORKSPACE, base, shared ? 0 : stride, 0);
  }

  /// The workers' panels follow the stored rows.
  private RowRef panel() {
    int stride = RowLayout.stride(logN);
    int base = Math.toIntExact(Rows.FIRST_ROW + stored.fastRows() * stride);
    return new RowRef(RowRef.WORKSPACE, base, 0, Math.multiplyExact(panelRows(), stride));
  }

  /// Scratch rows follow the stored ones and the panels, row k of every worker side by side.
  private RowRef scratchRow(int row, boolean fast) {
    int stride = RowLayout.stride(logN);
    long before = fast ? stored.fastRows() + (long) workers * panelRows() : stored.wideRows();
    long first = before + (long) row * workers;
    int base = Math.toIntExact(Rows.FIRST_ROW + first * stride);
    return new RowRef(RowRef.WORKSPACE, base, 0, stride);
  }
}
