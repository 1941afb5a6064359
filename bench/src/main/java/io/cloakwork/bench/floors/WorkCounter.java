package io.cloakwork.bench.floors;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.BitSet;
import java.util.List;

/// Counts the arithmetic of one graph; composites by their definitions
/// ([io.cloakwork.spi.graph.Compositions]), in the fewest products that any implementation can do
/// with:
///
/// - factors that are known before are merged: the N^−1 of an inverse transform into what
///   multiplies its result, constants around a base conversion into its tables, and the scaling
///   before a conversion into the last pass of the inverse transform before it, whose butterflies
///   then multiply both of their results instead of one;
/// - products that are only added to others are terms of a sum, whether they were recorded as an
///   inner product or one by one;
/// - a conversion from one limb has nothing to multiply by, and a weight of 1 or −1 neither.
final class WorkCounter {

  private final CommandGraph graph;
  // By value id: results that are only added to others, sums that are not reduced yet, and
  // coefficients that an inverse transform in this graph has made.
  private final BitSet added = new BitSet();
  private final BitSet sums = new BitSet();
  private final BitSet transformed = new BitSet();

  WorkCounter(CommandGraph graph) {
    this.graph = graph;
    BitSet otherwise = new BitSet();
    for (RnsOp command : graph.commands()) {
      List<RnsView<?>> addends = addends(command);
      mark(added, addends);
      if (addends.size() < command.reads().size()) {
        mark(otherwise, factors(command));
      }
    }
    added.andNot(otherwise);
    graph.values().stream().filter(Value::isBound).forEach(value -> added.clear(value.id()));
  }

  private static void mark(BitSet values, List<RnsView<?>> views) {
    views.forEach(view -> values.set(view.value().id()));
  }

  /// The operands that the command only adds.
  private static List<RnsView<?>> addends(RnsOp command) {
    return switch (command) {
      case RnsOp.Add<?> _, RnsOp.Sub<?> _, RnsOp.Neg<?> _ -> command.reads();
      case RnsOp.MulAdd op -> List.of(op.c());
      case RnsOp.Ntt _,
          RnsOp.Intt _,
          RnsOp.Mul _,
          RnsOp.MulScalar<?> _,
          RnsOp.Automorphism<?> _,
          RnsOp.BaseConvert _,
          RnsOp.ModDown _,
          RnsOp.Rescale _,
          RnsOp.InnerProduct _,
          RnsOp.LinearCombination<?> _,
          RnsOp.Copy<?> _,
          RnsOp.Fill _ ->
          List.of();
    };
  }

  /// The other operands.
  private static List<RnsView<?>> factors(RnsOp command) {
    return command instanceof RnsOp.MulAdd op ? List.of(op.a(), op.b()) : command.reads();
  }

  /// One run, traffic left out.
  Work count() {
    Work work = Work.NONE;
    for (RnsOp command : graph.commands()) {
      work = work.plus(count(command));
    }
    return work;
  }

  private Work count(RnsOp command) {
    RnsView<?> out = command.out();
    return switch (command) {
      case RnsOp.Ntt _ -> transform(out);
      case RnsOp.Intt _ -> {
        transformed.set(out.value().id());
        yield transform(out);
      }
      case RnsOp.Add<?> _, RnsOp.Sub<?> _, RnsOp.Neg<?> _ -> {
        inherit(command);
        yield additions(out, 1);
      }
      case RnsOp.Mul _, RnsOp.MulAdd _, RnsOp.MulScalar<?> _ -> product(command);
      case RnsOp.InnerProduct op ->
          op.terms() == 1 ? products(out, Form.REDUCED, 1) : products(out, Form.TERM, op.terms());
      case RnsOp.LinearCombination<?> op ->
          products(out.polys(0, op.group()), Form.WEIGHTED, weights(op.matrix()));
      case RnsOp.BaseConvert op -> conversion(op.in(), out, transformed.get(op.in().value().id()));
      case RnsOp.ModDown op -> division(op.in(), out);
      case RnsOp.Rescale op -> division(op.in(), out);
      case RnsOp.Automorphism<?> _, RnsOp.Copy<?> _, RnsOp.Fill _ -> Work.NONE;
    };
  }

  /// A sum of what has not been reduced has not been either; one with constants, of what a
  /// transform has made, is as good as that.
  private void inherit(RnsOp command) {
    int out = command.out().value().id();
    for (RnsView<?> operand : command.reads()) {
      if (sums.get(operand.value().id())) {
        sums.set(out);
      }
      if (transformed.get(operand.value().id())) {
        transformed.set(out);
      }
    }
  }

  private Work product(RnsOp command) {
    RnsView<?> out = command.out();
    int id = out.value().id();
    boolean continues = command instanceof RnsOp.MulAdd op && sums.get(op.c().value().id());
    if (continues || added.get(id)) {
      sums.set(id);
      return products(out, Form.TERM, 1);
    }
    return products(out, Form.REDUCED, 1);
  }

  /// log2 N passes over N/2 butterflies, each a product with an addition and one subtraction.
  private static Work transform(RnsView<?> rows) {
    return products(rows, Form.REDUCED, rows.logN() / 2.0).plus(additions(rows, rows.logN() / 2.0));
  }

  /// y_i = x_i·(Q/q_i)^−1 once for each row read, then a sum of products for each row made.
  private static Work conversion(RnsView<?> in, RnsView<?> out, boolean afterTransform) {
    return in.limbs() == 1
        ? Work.NONE
        : products(in, Form.REDUCED, afterTransform ? 0.5 : 1)
            .plus(products(out, Form.TERM, in.limbs()));
  }

  private static Work division(RnsView<?> in, RnsView<?> out) {
    RnsView<?> divisor = in.limbRange(out.limbs(), in.limbs());
    return transform(divisor)
        .plus(conversion(divisor, out, true))
        .plus(transform(out))
        .plus(products(out, Form.REDUCED, 1));
  }

  private static int weights(ScalarMatrix matrix) {
    int weights = 0;
    for (int e = 0; e < matrix.entries(); e++) {
      weights += Math.abs(matrix.weight(e)) == 1 ? 0 : 1;
    }
    return weights;
  }

  private static Work products(RnsView<?> rows, Form form, double each) {
    Work work = Work.NONE;
    long ofLimb = Math.round(each * words(rows));
    for (Modulus modulus : rows.basis().moduli()) {
      work = work.plus(Work.products(Lane.of(modulus), form, ofLimb));
    }
    return work;
  }

  private static Work additions(RnsView<?> rows, double each) {
    return Work.adding(Math.round(each * words(rows)) * rows.limbs());
  }

  /// Of one limb.
  private static double words(RnsView<?> rows) {
    return Math.scalb((double) rows.batch() * rows.polys(), rows.logN());
  }
}
