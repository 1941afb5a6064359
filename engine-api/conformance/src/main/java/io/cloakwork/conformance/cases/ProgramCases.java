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
import java.util.function.Supplier;

/// Graphs of the shapes that backends fuse: key switching, hoisted rotations, baby-step giant-step
/// transforms.
final class ProgramCases {

  private static final int[] FAST_LANE = {50, 40, 40, 40, 40};
  private static final int[] FAST_SPECIAL = {49, 49};
  private static final int[] MIXED = {60, 40, 51, 30};
  private static final int[] MIXED_SPECIAL = {61, 50, 45};
  private static final int LARGE_LOG_N = 13;

  private final int logN;
  private final long seed;
  private final List<ConformanceCase> cases = new ArrayList<>();

  private ProgramCases(int logN, long seed) {
    this.logN = logN;
    this.seed = seed;
  }

  static List<ConformanceCase> all(int smallLogN, long seed) {
    ProgramCases programs = new ProgramCases(smallLogN, seed);
    for (int batch : new int[] {1, 3, 32}) {
      for (int digitSize : new int[] {1, 2, 5}) {
        programs.keySwitch(smallLogN, batch, digitSize, FAST_LANE, FAST_SPECIAL);
        programs.keySwitch(smallLogN, batch, digitSize, MIXED, MIXED_SPECIAL);
      }
      programs.add("key-per-item/batch=" + batch, () -> programs.keyPerItem(batch));
      programs.add("lower-level-key/batch=" + batch, () -> programs.keyOfHigherLevel(batch));
      programs.add("hoisted-rotations/batch=" + batch, () -> programs.hoistedRotations(batch));
      programs.add("baby-giant/batch=" + batch, () -> programs.babyGiant(batch));
      programs.add("multiply-rescale/batch=" + batch, () -> programs.multiplyRescale(batch));
    }
    for (int large : new int[] {9, 12, LARGE_LOG_N, 14, 15, 16}) {
      programs.keySwitch(large, 1, 2, FAST_LANE, FAST_SPECIAL);
      programs.keySwitch(large, 2, 2, MIXED, MIXED_SPECIAL);
    }
    return programs.cases;
  }

  private void add(String name, Supplier<CommandGraph> graph) {
    add(logN, name, graph);
  }

  private void add(int degree, String name, Supplier<CommandGraph> graph) {
    String path = "graph/" + name;
    GraphCase testCase = GraphCase.of(path, degree, seed ^ path.hashCode(), graph);
    cases.add(degree < LARGE_LOG_N ? testCase : testCase.withPatterns(List.of(Pattern.RANDOM)));
  }

  private void keySwitch(int degree, int batch, int digitSize, int[] qBits, int[] pBits) {
    add(
        degree,
        "key-switch/logN=%d,batch=%d,digitSize=%d,firstBits=%d"
            .formatted(degree, batch, digitSize, qBits[0]),
        () -> {
          KeySwitchShape shape = shape(degree, digitSize, qBits, pBits);
          GraphBuilder graph = CommandGraph.builder(degree, batch);
          RnsView<Eval> poly = graph.input("c2", Domain.EVAL, 1, shape.chainQ());
          RnsView<Eval> key =
              graph.sharedInput("key", Domain.EVAL, shape.keyPolys(), shape.extended());
          graph.output("out", keySwitch(graph, shape, poly, key));
          return graph.build();
        });
  }

  private static RnsView<Eval> keySwitch(
      GraphBuilder graph, KeySwitchShape shape, RnsView<Eval> poly, RnsView<Eval> key) {
    List<RnsView<Eval>> digits = shape.decompose(graph, poly);
    return shape.modDown(graph, shape.innerProduct(graph, digits, key));
  }

  private static KeySwitchShape shape(int degree, int digitSize, int[] qBits, int[] pBits) {
    RnsBasis chainQ = TestPrimes.basis(degree, qBits);
    return new KeySwitchShape(chainQ, TestPrimes.disjointFrom(degree, chainQ, pBits), digitSize);
  }

  /// As when the keys of several clients meet in one batch.
  private CommandGraph keyPerItem(int batch) {
    KeySwitchShape shape = shape(logN, 2, FAST_LANE, FAST_SPECIAL);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> poly = graph.input("c2", Domain.EVAL, 1, shape.chainQ());
    RnsView<Eval> key = graph.input("key", Domain.EVAL, shape.keyPolys(), shape.extended());
    graph.output("out", keySwitch(graph, shape, poly, key));
    return graph.build();
  }

  /// A key made for more limbs and digits than the ciphertext has left, seen through a view.
  private CommandGraph keyOfHigherLevel(int batch) {
    KeySwitchShape full = shape(logN, 2, FAST_LANE, FAST_SPECIAL);
    KeySwitchShape low = new KeySwitchShape(full.chainQ().range(0, 3), full.specialP(), 2);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> poly = graph.input("c2", Domain.EVAL, 3, full.chainQ());
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, full.keyPolys(), full.extended());
    graph.output("out", keySwitch(graph, low, poly.poly(2).limbRange(0, 3), key));
    return graph.build();
  }

  private CommandGraph hoistedRotations(int batch) {
    KeySwitchShape shape = shape(logN, 2, FAST_LANE, FAST_SPECIAL);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> ciphertext = graph.input("ct", Domain.EVAL, 2, shape.chainQ());
    List<RnsView<Eval>> digits = shape.decompose(graph, ciphertext.poly(1));
    for (int steps : new int[] {1, -1, 4}) {
      RnsView<Eval> key =
          graph.sharedInput("key" + steps, Domain.EVAL, shape.keyPolys(), shape.extended());
      RnsView<Eval> rotated = rotate(graph, shape, digits, ciphertext.poly(0), key, steps);
      graph.output("out" + steps, shape.modDown(graph, rotated));
    }
    return graph.build();
  }

  /// A rotation of hoisted digits, still multiplied by P: the first polynomial is P·c0 + …
  private RnsView<Eval> rotate(
      GraphBuilder graph,
      KeySwitchShape shape,
      List<RnsView<Eval>> digits,
      RnsView<Eval> first,
      RnsView<Eval> key,
      int steps) {
    GaloisElement element = GaloisElement.rotation(logN, 5, steps);
    List<RnsView<Eval>> rotated = new ArrayList<>();
    for (RnsView<Eval> digit : digits) {
      rotated.add(graph.automorphism(digit, element));
    }
    RnsView<Eval> product = shape.innerProduct(graph, rotated, key);
    RnsView<Eval> lifted =
        graph.mulScalar(
            graph.automorphism(first, element),
            Scalars.of(shape.specialP().product(), shape.chainQ()));
    RnsView<Eval> sum = graph.temporary(Domain.EVAL, 2, shape.extended());
    RnsBasis q = shape.chainQ();
    RnsBasis p = shape.specialP();
    graph.addInto(product.poly(0).restrict(q), lifted, sum.poly(0).restrict(q));
    graph.copyInto(product.poly(0).restrict(p), sum.poly(0).restrict(p));
    graph.copyInto(product.poly(1), sum.poly(1));
    return sum;
  }

  /// Σ_g rotate_g(Σ_b weight_gb · rotate_b(ct)): baby steps hoisted and multiplied before ModDown.
  private CommandGraph babyGiant(int batch) {
    KeySwitchShape shape = shape(logN, 2, FAST_LANE, FAST_SPECIAL);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> ciphertext = graph.input("ct", Domain.EVAL, 2, shape.chainQ());
    List<RnsView<Eval>> digits = shape.decompose(graph, ciphertext.poly(1));
    List<RnsView<Eval>> babies = new ArrayList<>();
    for (int b = 1; b <= 3; b++) {
      RnsView<Eval> key =
          graph.sharedInput("baby" + b, Domain.EVAL, shape.keyPolys(), shape.extended());
      babies.add(rotate(graph, shape, digits, ciphertext.poly(0), key, b));
    }
    RnsView<Eval> total = null;
    for (int g = 0; g < 2; g++) {
      List<RnsView<Eval>> weights = new ArrayList<>();
      for (int b = 0; b < babies.size(); b++) {
        weights.add(graph.constant("w" + g + b, Domain.EVAL, 1, shape.extended()));
      }
      RnsView<Eval> inner = shape.modDown(graph, graph.innerProduct(babies, weights));
      RnsView<Eval> giant = inner;
      if (g > 0) {
        RnsView<Eval> key =
            graph.sharedInput("giant" + g, Domain.EVAL, shape.keyPolys(), shape.extended());
        List<RnsView<Eval>> innerDigits = shape.decompose(graph, inner.poly(1));
        giant = shape.modDown(graph, rotate(graph, shape, innerDigits, inner.poly(0), key, 4 * g));
      }
      total = total == null ? giant : graph.add(total, giant);
    }
    graph.output("out", graph.rescale(total));
    return graph.build();
  }

  /// (a0 b0, a0 b1 + a1 b0, a1 b1), relinearised and rescaled.
  private CommandGraph multiplyRescale(int batch) {
    KeySwitchShape shape = shape(logN, 1, MIXED, MIXED_SPECIAL);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, shape.chainQ());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, shape.chainQ());
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, shape.keyPolys(), shape.extended());
    RnsView<Eval> low = graph.temporary(Domain.EVAL, 2, shape.chainQ());
    graph.mulInto(a.poly(0), b.poly(0), low.poly(0));
    graph.mulAddInto(a.poly(0), b.poly(1), graph.mul(a.poly(1), b.poly(0)), low.poly(1));
    RnsView<Eval> high = graph.mul(a.poly(1), b.poly(1));
    RnsView<Eval> sum = graph.add(low, keySwitch(graph, shape, high, key));
    graph.output("out", graph.rescale(sum));
    return graph.build();
  }
}
