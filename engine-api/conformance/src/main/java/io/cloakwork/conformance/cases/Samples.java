package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// The small graphs and shapes of the lifecycle cases, over primes that every lane takes.
final class Samples {

  private Samples() {}

  static RnsBasis basis(int logN) {
    return TestPrimes.basis(logN, 30, 30);
  }

  /// The shape of every value of [#sum].
  static RnsShape shape(int logN) {
    return shape(logN, 2);
  }

  static RnsShape shape(int logN, int batch) {
    return new RnsShape(Domain.EVAL, logN, batch, 2, basis(logN));
  }

  /// out = a + b for a batch of two.
  static CommandGraph sum(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 2);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, basis(logN));
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, basis(logN));
    graph.addInto(a, b, graph.output("out", Domain.EVAL, 2, basis(logN)));
    return graph.build();
  }

  /// out = a + b for a batch of two, b shared by both items.
  static CommandGraph sumWithShared(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 2);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, basis(logN));
    RnsView<Eval> b = graph.sharedInput("b", Domain.EVAL, 2, basis(logN));
    graph.addInto(a, b, graph.output("out", Domain.EVAL, 2, basis(logN)));
    return graph.build();
  }

  /// out = a + b and difference = a − b.
  static CommandGraph sumAndDifference(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 2);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, basis(logN));
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, basis(logN));
    graph.addInto(a, b, graph.output("out", Domain.EVAL, 2, basis(logN)));
    graph.subInto(a, b, graph.output("difference", Domain.EVAL, 2, basis(logN)));
    return graph.build();
  }

  /// Sixteen times x ← x·b + a, x = a at first: long enough to be still pending when the next call
  /// comes.
  static CommandGraph longProgram(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 8);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, basis(logN));
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, basis(logN));
    RnsView<Eval> x = a;
    for (int i = 0; i < 15; i++) {
      x = graph.mulAdd(x, b, a);
    }
    graph.mulAddInto(x, b, a, graph.output("out", Domain.EVAL, 2, basis(logN)));
    return graph.build();
  }
}
