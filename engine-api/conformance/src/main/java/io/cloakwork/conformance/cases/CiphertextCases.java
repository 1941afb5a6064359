package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Whole operations on ciphertexts, as the recorders of the scheme write them: what backends fuse
/// furthest.
final class CiphertextCases {

  private static final int[] NARROW = {50, 40, 40, 40};
  private static final int[] NARROW_SPECIAL = {49, 49, 47};
  private static final int[] MIXED = {60, 40, 51, 30};
  private static final int[] MIXED_SPECIAL = {61, 50};
  private static final int LARGE_LOG_N = 13;

  private final long seed;
  private final List<ConformanceCase> cases = new ArrayList<>();

  private CiphertextCases(long seed) {
    this.seed = seed;
  }

  static List<ConformanceCase> all(int smallLogN, long seed) {
    CiphertextCases all = new CiphertextCases(seed);
    for (int logN : new int[] {smallLogN, 9, 12, LARGE_LOG_N, 15}) {
      int batch = logN == smallLogN ? 3 : 1;
      for (int digitSize : new int[] {1, 3}) {
        all.add("rotation", logN, batch, digitSize, CiphertextCases::rotation);
        all.add("square-relinearize", logN, batch, digitSize, CiphertextCases::square);
        all.add("multiply-relinearize-rescale", logN, batch, digitSize, CiphertextCases::multiply);
      }
    }
    return all.cases;
  }

  private void add(
      String name,
      int logN,
      int batch,
      int digitSize,
      BiFunction<KeySwitchShape, GraphBuilder, CommandGraph> graph) {
    add(name, logN, batch, shape(logN, digitSize, NARROW, NARROW_SPECIAL), graph);
    add(name, logN, batch, shape(logN, digitSize, MIXED, MIXED_SPECIAL), graph);
  }

  private static KeySwitchShape shape(int logN, int digitSize, int[] qBits, int[] pBits) {
    RnsBasis chainQ = TestPrimes.basis(logN, qBits);
    return new KeySwitchShape(chainQ, TestPrimes.disjointFrom(logN, chainQ, pBits), digitSize);
  }

  private void add(
      String name,
      int logN,
      int batch,
      KeySwitchShape shape,
      BiFunction<KeySwitchShape, GraphBuilder, CommandGraph> graph) {
    String path =
        "graph/ciphertext/%s/logN=%d,batch=%d,digitSize=%d,firstBits=%d"
            .formatted(name, logN, batch, shape.digitSize(), shape.chainQ().get(0).bits());
    GraphCase testCase =
        GraphCase.of(
            path,
            logN,
            seed ^ path.hashCode(),
            () -> graph.apply(shape, CommandGraph.builder(logN, batch)));
    cases.add(logN < LARGE_LOG_N ? testCase : testCase.withPatterns(List.of(Pattern.RANDOM)));
  }

  private static RnsView<Eval> key(KeySwitchShape shape, GraphBuilder graph) {
    return graph.sharedInput("key", Domain.EVAL, shape.keyPolys(), shape.extended());
  }

  /// φ(c0 + k0), φ(k1): a sum for one polynomial only, and a permutation of both.
  private static CommandGraph rotation(KeySwitchShape shape, GraphBuilder graph) {
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, shape.chainQ());
    List<RnsView<Eval>> digits = shape.decompose(graph, a.poly(1));
    RnsView<Eval> switched =
        shape.modDown(graph, shape.innerProduct(graph, digits, key(shape, graph)));
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, shape.chainQ());
    GaloisElement element = GaloisElement.rotation(graph.logN(), 5, 3);
    graph.automorphismInto(graph.add(a.poly(0), switched.poly(0)), element, out.poly(0));
    graph.automorphismInto(switched.poly(1), element, out.poly(1));
    return graph.build();
  }

  /// (a0² + k0, 2·a0·a1 + k1) with the key switch of a1².
  private static CommandGraph square(KeySwitchShape shape, GraphBuilder graph) {
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, shape.chainQ());
    RnsView<Eval> product = graph.temporary(Domain.EVAL, 3, shape.chainQ());
    graph.mulInto(a.poly(0), a.poly(0), product.poly(0));
    RnsView<Eval> cross = graph.mul(a.poly(0), a.poly(1));
    graph.addInto(cross, cross, product.poly(1));
    graph.mulInto(a.poly(1), a.poly(1), product.poly(2));
    List<RnsView<Eval>> digits = shape.decompose(graph, product.poly(2));
    RnsView<Eval> switched =
        shape.modDown(graph, shape.innerProduct(graph, digits, key(shape, graph)));
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, shape.chainQ());
    graph.addInto(product.polys(0, 2), switched, out);
    return graph.build();
  }

  /// (P·(c0, c1) + switched c2) / (P·q), with c = a·b.
  private static CommandGraph multiply(KeySwitchShape shape, GraphBuilder graph) {
    RnsBasis chainQ = shape.chainQ();
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, chainQ);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, chainQ);
    RnsView<Eval> product = graph.temporary(Domain.EVAL, 3, chainQ);
    graph.mulInto(a.poly(0), b.poly(0), product.poly(0));
    graph.innerProductInto(
        List.of(a.poly(0), a.poly(1)), List.of(b.poly(1), b.poly(0)), product.poly(1));
    graph.mulInto(a.poly(1), b.poly(1), product.poly(2));
    List<RnsView<Eval>> digits = shape.decompose(graph, product.poly(2));
    RnsView<Eval> key = key(shape, graph);
    RnsView<Eval> sum = graph.temporary(Domain.EVAL, 2, shape.extended());
    innerProductInto(graph, digits, key, sum.restrict(shape.specialP()));
    RnsView<Eval> switched =
        innerProductInto(graph, digits, key, graph.temporary(Domain.EVAL, 2, chainQ));
    RnsView<Eval> scaled =
        graph.mulScalar(product.polys(0, 2), Scalars.of(shape.specialP().product(), chainQ));
    graph.addInto(scaled, switched, sum.restrict(chainQ));
    RnsBasis kept = chainQ.range(0, chainQ.size() - 1);
    graph.modDownInto(sum, graph.output("out", Domain.EVAL, 2, kept));
    return graph.build();
  }

  private static RnsView<Eval> innerProductInto(
      GraphBuilder graph, List<RnsView<Eval>> digits, RnsView<Eval> key, RnsView<Eval> out) {
    List<RnsView<Eval>> factors = new ArrayList<>();
    List<RnsView<Eval>> keys = new ArrayList<>();
    for (int d = 0; d < digits.size(); d++) {
      factors.add(digits.get(d).restrict(out.basis()));
      keys.add(key.polys(2 * d, 2).restrict(out.basis()));
    }
    return graph.innerProductInto(factors, keys, out);
  }
}
