package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which commands write and read the values of a graph, and which of them have become parts of
/// others.
final class Uses {

  private static final int NONE = -1;

  private final List<RnsOp> commands;
  // By value, ascending; a command is in it once.
  private final List<List<Integer>> writers = new ArrayList<>();
  private final List<List<Integer>> readers = new ArrayList<>();
  private final boolean[] taken;

  Uses(CommandGraph graph) {
    this.commands = graph.commands();
    this.taken = new boolean[commands.size()];
    for (int i = 0; i < graph.values().size(); i++) {
      writers.add(new ArrayList<>());
      readers.add(new ArrayList<>());
    }
    for (int i = 0; i < commands.size(); i++) {
      note(writers, commands.get(i).out(), i);
      for (RnsView<?> read : commands.get(i).reads()) {
        note(readers, read, i);
      }
    }
  }

  private static void note(List<List<Integer>> users, RnsView<?> view, int command) {
    List<Integer> known = users.get(view.value().id());
    if (known.isEmpty() || known.getLast() != command) {
      known.add(command);
    }
  }

  int count() {
    return commands.size();
  }

  RnsOp command(int index) {
    return commands.get(index);
  }

  void take(int command) {
    taken[command] = true;
  }

  boolean isTaken(int command) {
    return taken[command];
  }

  List<Integer> readers(Value value) {
    return readers.get(value.id());
  }

  List<Integer> writers(Value value) {
    return writers.get(value.id());
  }

  /// Whether every word of `view` is there before command `index`.
  boolean isThereBefore(RnsView<?> view, int index) {
    List<Integer> all = writers(view.value());
    return all.isEmpty() || all.getLast() < index;
  }

  /// Whether this is a whole temporary that one command writes whole.
  boolean isMadeAtOnce(RnsView<?> view) {
    return !view.value().isBound()
        && view.isWhole()
        && writers(view.value()).size() == 1
        && commands.get(writers(view.value()).getFirst()).out().isWhole();
  }

  /// The only reader of a temporary that is made at once, if it is not part of something else, or
  /// −1.
  int onlyReader(RnsView<?> view) {
    if (!isMadeAtOnce(view) || readers(view.value()).size() != 1) {
      return NONE;
    }
    int reader = readers(view.value()).getFirst();
    return taken[reader] ? NONE : reader;
  }

  /// The maker of a temporary that is made at once for command `reader` alone, or −1.
  int madeOnlyFor(RnsView<?> view, int reader) {
    return onlyReader(view) == reader ? writers(view.value()).getFirst() : NONE;
  }

  /// The scalars of the viewed limbs if a fill makes the value.
  Optional<Scalars> constant(RnsView<?> view) {
    List<Integer> all = writers(view.value());
    if (view.value().isBound()
        || all.size() != 1
        || !(commands.get(all.getFirst()) instanceof RnsOp.Fill fill)
        || !fill.out().isWhole()) {
      return Optional.empty();
    }
    long[] scalars = new long[view.limbs()];
    Arrays.setAll(scalars, i -> fill.scalars().get(view.limb(i)));
    return Optional.of(Scalars.ofResidues(scalars));
  }

  static boolean sameRows(RnsView<?> a, RnsView<?> b) {
    return a.batch() == b.batch() && a.polys() == b.polys();
  }
}
