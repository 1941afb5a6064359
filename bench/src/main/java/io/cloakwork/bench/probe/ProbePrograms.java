package io.cloakwork.bench.probe;

import io.cloakwork.bench.floors.Lane;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The programs of the probe. Rows have 2^12 words, 32 KiB.
final class ProbePrograms {

  static final int LOG_N = 12;

  /// Factors of a sum of products.
  static final int TERMS = 8;

  private static final int CHAIN = 16;

  private static final long CONSTANT = 0x2_6B7F_4C59_1D03L;

  private ProbePrograms() {}

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
  static CommandGraph innerProduct(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    List<RnsView<Eval>> a = new ArrayList<>();
    List<RnsView<Eval>> b = new ArrayList<>();
    for (int i = 0; i < TERMS; i++) {
      a.add(graph.input("a" + i, Domain.EVAL, 1, prime));
      b.add(graph.input("b" + i, Domain.EVAL, 1, prime));
    }
    graph.innerProductInto(a, b, graph.output("out", Domain.EVAL, 1, prime));
    return graph.build();
  }

  /// x ← x ⊙ a + b, again and again.
  static CommandGraph multiplyAdd(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, prime);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, prime);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 1, prime);
    for (int i = 0; i < CHAIN; i++) {
      x = graph.mulAdd(x, a, b);
    }
    graph.output("out", x);
    return graph.build();
  }

  /// x ← x · c, again and again: products with a factor that is known before, and less to read.
  static CommandGraph multiplyScalar(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, prime);
    for (int i = 0; i < CHAIN; i++) {
      x = graph.mulScalar(x, Scalars.of(BigInteger.valueOf(CONSTANT + i), prime));
    }
    graph.output("out", x);
    return graph.build();
  }

  /// Transforms there and back: products whose operands stay in registers over several stages.
  static CommandGraph transforms(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    RnsView<Coeff> x = graph.input("x", Domain.COEFF, 1, prime);
    for (int i = 1; i < CHAIN; i++) {
      x = graph.intt(graph.ntt(x));
    }
    graph.inttInto(graph.ntt(x), graph.output("out", Domain.COEFF, 1, prime));
    return graph.build();
  }
}
