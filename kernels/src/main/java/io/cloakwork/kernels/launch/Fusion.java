package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Finds commands that kernels do as one. Two patterns, both around temporaries that one command
/// writes whole and one reads whole:
///
/// - a base conversion takes constants added before and subtracted after it into its own, and the
///   inverse transform before that; this is how digits are raised and remainders taken around zero;
/// - a difference takes the scalars that it is multiplied by.
///
/// What nobody reads any more afterwards is left out. Rows are written once, so that a command may
/// move to the place of another whose operands it has.
final class Fusion {

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  private final CommandGraph graph;
  private final List<RnsOp> commands;
  // The only command that writes a value, and the only one that reads it.
  private final int[] writer;
  private final int[] reader;
  private final boolean[] taken;

  private Fusion(CommandGraph graph) {
    this.graph = graph;
    this.commands = graph.commands();
    this.writer = new int[graph.values().size()];
    this.reader = new int[graph.values().size()];
    this.taken = new boolean[commands.size()];
    Arrays.fill(writer, NONE);
    Arrays.fill(reader, NONE);
    for (int i = 0; i < commands.size(); i++) {
      note(writer, commands.get(i).out().value(), i);
      for (RnsView<?> read : commands.get(i).reads()) {
        note(reader, read.value(), i);
      }
    }
  }

  private static void note(int[] only, Value value, int command) {
    int before = only[value.id()];
    only[value.id()] = before == NONE || before == command ? command : SEVERAL;
  }

  /// The operations of `graph`, in an order in which they may run.
  static List<PlanOp> of(CommandGraph graph) {
    return new Fusion(graph).operations();
  }

  private List<PlanOp> operations() {
    PlanOp[] fused = new PlanOp[commands.size()];
    for (int i = 0; i < fused.length; i++) {
      if (commands.get(i) instanceof RnsOp.BaseConvert op) {
        fused[i] = conversion(i, op);
      }
    }
    for (int i = 0; i < fused.length; i++) {
      if (commands.get(i) instanceof RnsOp.Sub<?> op && !taken[i]) {
        fused[i] = difference(i, op);
      }
    }
    List<PlanOp> operations = new ArrayList<>();
    for (int i = 0; i < fused.length; i++) {
      if (!taken[i]) {
        operations.add(fused[i] != null ? fused[i] : new PlanOp.Single(i, commands.get(i)));
      }
    }
    return withoutUnread(operations);
  }

  private PlanOp conversion(int index, RnsOp.BaseConvert op) {
    RnsView<?> in = op.in();
    Optional<Scalars> before = Optional.empty();
    if (madeFor(in, index) instanceof RnsOp.Add<?> add) {
      RnsView<?> other = constant(add.b()).isPresent() ? add.a() : add.b();
      Optional<Scalars> addend = constant(add.b()).or(() -> constant(add.a()));
      if (addend.isPresent() && sameRows(other, add.out())) {
        take(in);
        before = addend;
        in = other;
      }
    }
    int summand = before.isPresent() ? writer[op.in().value().id()] : index;
    if (madeFor(in, summand) instanceof RnsOp.Intt intt && sameRows(intt.in(), intt.out())) {
      take(in);
      in = intt.in();
    }
    if (usedBy(op.out()) instanceof RnsOp.Sub<?> sub
        && sub.a().equals(op.out())
        && sameRows(sub.out(), op.out())
        && constant(sub.b()).isPresent()) {
      taken[reader[op.out().value().id()]] = true;
      return new PlanOp.Conversion(index, in, before, constant(sub.b()), sub.out());
    }
    return new PlanOp.Conversion(index, in, before, Optional.empty(), op.out());
  }

  private PlanOp difference(int index, RnsOp.Sub<?> op) {
    if (usedBy(op.out()) instanceof RnsOp.MulScalar<?> scaled
        && scaled.a().equals(op.out())
        && sameRows(scaled.out(), op.out())) {
      taken[reader[op.out().value().id()]] = true;
      return new PlanOp.Difference(index, op.a(), op.b(), scaled.scalars(), scaled.out());
    }
    return new PlanOp.Single(index, op);
  }

  private void take(RnsView<?> view) {
    taken[writer[view.value().id()]] = true;
  }

  /// The command that makes the whole of a temporary for no other reader than command `index`, or
  /// null.
  private RnsOp madeFor(RnsView<?> view, int index) {
    int id = view.value().id();
    if (view.value().isBound() || !view.isWhole() || writer[id] < 0 || reader[id] != index) {
      return null;
    }
    RnsOp maker = commands.get(writer[id]);
    return maker.out().isWhole() ? maker : null;
  }

  /// The only reader of a temporary that is written whole, or null.
  private RnsOp usedBy(RnsView<?> view) {
    int id = view.value().id();
    if (view.value().isBound() || !view.isWhole() || writer[id] < 0 || reader[id] < 0) {
      return null;
    }
    return commands.get(reader[id]);
  }

  /// The scalars of the viewed limbs if a fill makes the value.
  private Optional<Scalars> constant(RnsView<?> view) {
    int id = view.value().id();
    if (view.value().isBound()
        || writer[id] < 0
        || !(commands.get(writer[id]) instanceof RnsOp.Fill fill)
        || !fill.out().isWhole()) {
      return Optional.empty();
    }
    long[] scalars = new long[view.limbs()];
    Arrays.setAll(scalars, i -> fill.scalars().get(view.limb(i)));
    return Optional.of(Scalars.ofResidues(scalars));
  }

  private static boolean sameRows(RnsView<?> a, RnsView<?> b) {
    return a.batch() == b.batch() && a.polys() == b.polys();
  }

  /// Without the operations whose results are temporaries that nobody reads.
  private List<PlanOp> withoutUnread(List<PlanOp> operations) {
    boolean[] read = new boolean[graph.values().size()];
    List<PlanOp> needed = new ArrayList<>();
    for (PlanOp operation : operations.reversed()) {
      Value out = operation.out().value();
      if (out.isBound() || read[out.id()]) {
        operation.reads().forEach(view -> read[view.value().id()] = true);
        needed.add(operation);
      }
    }
    Collections.reverse(needed);
    return needed;
  }
}
