package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Value;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/// For each command of a graph the commands that wrote the rows it reads.
final class Dependencies {

  // Of each value that the graph writes, who wrote (polynomial, limb); null of others.
  private final int[][] writers;

  private Dependencies(CommandGraph graph) {
    this.writers = new int[graph.values().size()][];
    for (Value value : graph.values()) {
      if (value.isWrittenByGraph()) {
        writers[value.id()] = new int[value.shape().polys() * value.shape().limbs()];
      }
    }
  }

  /// Entry i is rising and has the dependencies of command i.
  static int[][] of(CommandGraph graph) {
    Dependencies dependencies = new Dependencies(graph);
    int[][] after = new int[graph.commands().size()][];
    for (int i = 0; i < after.length; i++) {
      after[i] = dependencies.visit(i, graph.commands().get(i));
    }
    return after;
  }

  private int[] visit(int index, RnsOp command) {
    TreeSet<Integer> found = new TreeSet<>();
    for (RnsView<?> read : command.reads()) {
      int[] of = writers[read.value().id()];
      if (of != null) {
        forEachRow(read, row -> found.add(of[row]));
      }
    }
    int[] own = writers[command.out().value().id()];
    forEachRow(command.out(), row -> own[row] = index);
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void forEachRow(RnsView<?> view, IntConsumer action) {
    int limbs = view.value().shape().limbs();
    for (int poly = 0; poly < view.polys(); poly++) {
      for (int limb = 0; limb < view.limbs(); limb++) {
        action.accept((view.firstPoly() + poly) * limbs + view.limb(limb));
      }
    }
  }

  static boolean areEqual(int[] expected, long[] given) {
    return Arrays.equals(Arrays.stream(expected).asLongStream().toArray(), given);
  }
}
