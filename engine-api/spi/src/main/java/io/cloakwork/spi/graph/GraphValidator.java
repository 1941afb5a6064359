package io.cloakwork.spi.graph;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks what the operations' own rules cannot see: who writes which row, and when. Assumes
/// nothing about how the graph was made.
final class GraphValidator {

  private final CommandGraph graph;
  // One bit a (polynomial, limb) of each value that the graph writes.
  private final List<BitSet> written;

  private GraphValidator(CommandGraph graph) {
    this.graph = graph;
    this.written = graph.values().stream().map(value -> new BitSet()).toList();
  }

  static void validate(CommandGraph graph) {
    if (graph.batch() < 1) {
      throw new GraphException("a batch of %d: at least one item".formatted(graph.batch()));
    }
    GraphValidator validator = new GraphValidator(graph);
    validator.checkValues();
    for (int i = 0; i < graph.commands().size(); i++) {
      validator.checkCommand(i, graph.commands().get(i));
    }
    validator.checkOutputs();
  }

  private void checkValues() {
    Set<String> names = new HashSet<>();
    for (int id = 0; id < graph.values().size(); id++) {
      Value value = graph.values().get(id);
      if (value.id() != id) {
        throw new GraphException("value %s has id %d at index %d".formatted(value, value.id(), id));
      }
      if (!names.add(value.name())) {
        throw new GraphException("two values are named '%s'".formatted(value.name()));
      }
      RnsShape shape = value.shape();
      if (shape.logN() != graph.logN()) {
        throw new GraphException(
            "%s is of degree 2^%d, the graph of 2^%d".formatted(value, shape.logN(), graph.logN()));
      }
      if (shape.batch() != 1 && shape.batch() != graph.batch()) {
        throw new GraphException(
            "%s has a batch of %d, the graph of %d".formatted(value, shape.batch(), graph.batch()));
      }
    }
  }

  private void checkCommand(int index, RnsOp command) {
    for (RnsView<?> read : command.reads()) {
      checkKnown(index, command, read);
      if (read.value().isWrittenByGraph()) {
        forEachRow(
            read,
            row -> {
              if (!written.get(read.value().id()).get(row)) {
                throw new GraphException(
                    "command %d (%s) reads %s before it is written"
                        .formatted(index, command.name(), rowName(read.value(), row)));
              }
            });
      }
    }
    RnsView<?> out = command.out();
    checkKnown(index, command, out);
    if (!out.value().isWrittenByGraph()) {
      throw new GraphException(
          "command %d (%s) writes the %s %s"
              .formatted(index, command.name(), out.value().role(), out.value()));
    }
    forEachRow(
        out,
        row -> {
          if (written.get(out.value().id()).get(row)) {
            throw new GraphException(
                "command %d (%s) writes %s a second time"
                    .formatted(index, command.name(), rowName(out.value(), row)));
          }
          written.get(out.value().id()).set(row);
        });
  }

  private void checkKnown(int index, RnsOp command, RnsView<?> view) {
    int id = view.value().id();
    if (id >= graph.values().size() || !graph.values().get(id).equals(view.value())) {
      throw new GraphException(
          "command %d (%s) uses %s, a value of another graph"
              .formatted(index, command.name(), view.value()));
    }
  }

  private void checkOutputs() {
    for (Value value : graph.values()) {
      int rows = value.shape().polys() * value.shape().limbs();
      if (value.role() == Value.Role.OUTPUT && written.get(value.id()).cardinality() != rows) {
        throw new GraphException(
            "%s of output %s is never written"
                .formatted(rowName(value, written.get(value.id()).nextClearBit(0)), value));
      }
    }
  }

  private interface RowCheck {
    void check(int row);
  }

  private static void forEachRow(RnsView<?> view, RowCheck check) {
    int limbs = view.value().shape().limbs();
    for (int poly = 0; poly < view.polys(); poly++) {
      for (int limb = 0; limb < view.limbs(); limb++) {
        check.check((view.firstPoly() + poly) * limbs + view.limb(limb));
      }
    }
  }

  private static String rowName(Value value, int row) {
    int limbs = value.shape().limbs();
    return "polynomial %d, limb %d of %s".formatted(row / limbs, row % limbs, value);
  }
}
