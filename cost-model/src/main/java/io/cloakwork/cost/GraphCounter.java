package io.cloakwork.cost;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Walks the commands of one graph in order.
final class GraphCounter {

  private final CommandGraph graph;
  private final Map<RowWork, Long> fast = new EnumMap<>(RowWork.class);
  private final Map<RowWork, Long> wide = new EnumMap<>(RowWork.class);
  // The rows of each bound value that have been counted.
  private final Map<Value, BitSet> touched = new HashMap<>();
  // By value id: whether it is a constant or a difference, and how many conversions lie before it.
  private final BitSet filled = new BitSet();
  private final BitSet differences = new BitSet();
  private final int[] stage;
  private long streamedWords;
  private int stages = 1;

  GraphCounter(CommandGraph graph) {
    this.graph = graph;
    this.stage = new int[graph.values().size()];
  }

  GraphCost count() {
    for (RnsOp command : graph.commands()) {
      command.reads().forEach(this::touch);
      touch(command.out());
      place(command);
      count(command);
    }
    return new GraphCost(
        graph.logN(), new RowCounts(fast), new RowCounts(wide), streamedWords * Long.BYTES, stages);
  }

  private void count(RnsOp command) {
    RnsView<?> out = command.out();
    switch (command) {
      case RnsOp.Ntt _ -> add(RowWork.FORWARD_TRANSFORM, out, 1);
      case RnsOp.Intt _ -> add(RowWork.INVERSE_TRANSFORM, out, 1);
      case RnsOp.Add<?> op -> sum(op.a(), op.b(), out);
      case RnsOp.Sub<?> op -> {
        sum(op.a(), op.b(), out);
        differences.set(out.value().id());
      }
      case RnsOp.MulScalar<?> op -> {
        // (a − b)·s is one pass, counted with the difference.
        if (!differences.get(op.a().value().id())) {
          add(RowWork.ELEMENT_WISE, out, 1);
        }
      }
      case RnsOp.Neg<?> _, RnsOp.Mul _ -> add(RowWork.ELEMENT_WISE, out, 1);
      case RnsOp.MulAdd _ -> {
        add(RowWork.PRODUCT_TERM, out, 1);
        add(RowWork.ELEMENT_WISE, out, 1);
      }
      case RnsOp.InnerProduct op -> add(RowWork.PRODUCT_TERM, out, op.terms());
      case RnsOp.Automorphism<?> _ -> add(RowWork.AUTOMORPHISM, out, 1);
      case RnsOp.BaseConvert op -> convert(op.in(), op.out());
      case RnsOp.ModDown op -> divide(op.in(), op.out());
      case RnsOp.Rescale op -> divide(op.in(), op.out());
      case RnsOp.LinearCombination<?> op -> {
        // Each ciphertext polynomial t of all rows; `entries` products for every one of them.
        RnsView<?> one = out.polys(0, op.group());
        add(RowWork.COMBINATION_TERM, one, op.matrix().entries());
        add(RowWork.ELEMENT_WISE, out, 1);
      }
      case RnsOp.Copy<?> _ -> {}
      case RnsOp.Fill _ -> filled.set(out.value().id());
    }
  }

  /// A sum or a difference; constants go into the tables of the conversion before or after.
  private void sum(RnsView<?> a, RnsView<?> b, RnsView<?> out) {
    if (!filled.get(a.value().id()) && !filled.get(b.value().id())) {
      add(RowWork.ELEMENT_WISE, out, 1);
    }
  }

  /// Rows of `in` are scaled, then gathered for every limb of `out`.
  private void convert(RnsView<?> in, RnsView<?> out) {
    add(RowWork.ELEMENT_WISE, in, 1);
    add(RowWork.CONVERSION, out, 1);
    add(RowWork.CONVERSION_TERM, out, in.limbs());
  }

  /// [io.cloakwork.spi.graph.Compositions#modDown].
  private void divide(RnsView<?> in, RnsView<?> out) {
    RnsView<?> divisor = in.limbRange(out.limbs(), in.limbs());
    add(RowWork.INVERSE_TRANSFORM, divisor, 1);
    convert(divisor, out);
    add(RowWork.FORWARD_TRANSFORM, out, 1);
    add(RowWork.ELEMENT_WISE, out, 1);
  }

  private void add(RowWork work, RnsView<?> rows, long timesEach) {
    long items = (long) rows.batch() * rows.polys() * timesEach;
    for (Modulus modulus : rows.basis().moduli()) {
      (modulus.isFastLane() ? fast : wide).merge(work, items, Long::sum);
    }
  }

  /// The first reader of a row of the caller's brings it in; what the caller gets is written once.
  private void touch(RnsView<?> view) {
    Value value = view.value();
    if (!value.isBound()) {
      return;
    }
    BitSet rows = touched.computeIfAbsent(value, _ -> new BitSet());
    int limbs = value.shape().limbs();
    for (int poly = 0; poly < view.polys(); poly++) {
      for (int limb = 0; limb < view.limbs(); limb++) {
        int row = (view.firstPoly() + poly) * limbs + view.limb(limb);
        if (!rows.get(row)) {
          rows.set(row);
          streamedWords += (long) value.shape().batch() << graph.logN();
        }
      }
    }
  }

  private void place(RnsOp command) {
    int after = 0;
    List<RnsView<?>> reads = command.reads();
    for (RnsView<?> read : reads) {
      after = Math.max(after, stage[read.value().id()]);
    }
    boolean mixesLimbs =
        switch (command) {
          case RnsOp.BaseConvert _, RnsOp.ModDown _, RnsOp.Rescale _ -> true;
          case RnsOp.Ntt _,
              RnsOp.Intt _,
              RnsOp.Add<?> _,
              RnsOp.Sub<?> _,
              RnsOp.Neg<?> _,
              RnsOp.Mul _,
              RnsOp.MulAdd _,
              RnsOp.MulScalar<?> _,
              RnsOp.Automorphism<?> _,
              RnsOp.InnerProduct _,
              RnsOp.LinearCombination<?> _,
              RnsOp.Copy<?> _,
              RnsOp.Fill _ ->
              false;
        };
    int id = command.out().value().id();
    stage[id] = Math.max(stage[id], after + (mixesLimbs ? 1 : 0));
    stages = Math.max(stages, stage[id] + 1);
  }
}
