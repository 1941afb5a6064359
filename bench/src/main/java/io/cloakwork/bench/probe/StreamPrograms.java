package io.cloakwork.bench.probe;

import io.cloakwork.bench.floors.Lane;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// The programs that measure bandwidth. Rows have 2^13 words, 64 KiB: long enough that starting one
/// is little beside streaming it, and few enough fill a small cache.
final class StreamPrograms {

  static final int LOG_N = 13;

  /// Factors of a sum of products.
  static final int TERMS = 8;

  private StreamPrograms() {}

  /// out = a over `rows` rows each.
  static CommandGraph copy(int rows) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = Lane.FAST.primes(LOG_N, 1);
    graph.copyInto(
        graph.input("a", Domain.EVAL, 1, prime), graph.output("out", Domain.EVAL, 1, prime));
    return graph.build();
  }

  /// out = a + b over `rows` rows each: two thirds of the traffic are reads.
  static CommandGraph add(int rows) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = Lane.FAST.primes(LOG_N, 1);
    graph.addInto(
        graph.input("a", Domain.EVAL, 1, prime),
        graph.input("b", Domain.EVAL, 1, prime),
        graph.output("out", Domain.EVAL, 1, prime));
    return graph.build();
  }

  /// out = Σ a_i ⊙ b_i over `rows` rows each: nearly all of the traffic is reads, as with keys and
  /// weights.
  static CommandGraph innerProduct(int rows) {
    return innerProduct(LOG_N, rows, Lane.FAST);
  }

  /// The same of rows of any length, in either lane.
  static CommandGraph innerProduct(int logN, int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(logN, rows);
    RnsBasis prime = lane.primes(logN, 1);
    List<RnsView<Eval>> a = new ArrayList<>();
    List<RnsView<Eval>> b = new ArrayList<>();
    for (int i = 0; i < TERMS; i++) {
      a.add(graph.input("a" + i, Domain.EVAL, 1, prime));
      b.add(graph.input("b" + i, Domain.EVAL, 1, prime));
    }
    graph.innerProductInto(a, b, graph.output("out", Domain.EVAL, 1, prime));
    return graph.build();
  }
}
