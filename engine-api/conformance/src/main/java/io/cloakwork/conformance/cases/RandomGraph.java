package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A small valid graph over the whole vocabulary, drawn from a seed: operands are random views of
/// what was computed before, results are whole temporaries or put together limb by limb, and some
/// are never used.
final class RandomGraph {

  private static final int[][] WIDTHS = {
    {50, 49, 40, 50, 45}, {60, 30, 50, 61, 40, 51}, {30, 30, 31, 32}, {50, 60, 50, 60}
  };
  private static final int MAX_POLYS = 3;
  private static final String TWIN = "twin";

  /// An input of the shape of another, for runs in which both are one buffer.
  static final Map<String, String> TWINS = Map.of(TWIN, "x");

  private final Random random;
  private final int logN;
  private final RnsBasis primes;
  private final GraphBuilder graph;
  private final List<RnsView<Eval>> evals = new ArrayList<>();
  private final List<RnsView<Coeff>> coeffs = new ArrayList<>();

  private RandomGraph(int logN, Random random) {
    this.random = random;
    this.logN = logN;
    this.primes = TestPrimes.basis(logN, WIDTHS[random.nextInt(WIDTHS.length)]);
    this.graph = CommandGraph.builder(logN, 1 + random.nextInt(3));
  }

  /// The graph of `seed` over degree 2^logN.
  static CommandGraph of(int logN, long seed) {
    RandomGraph generator = new RandomGraph(logN, new Random(seed));
    generator.declareInputs();
    int commands = 5 + generator.random.nextInt(20);
    for (int i = 0; i < commands; i++) {
      generator.step();
    }
    generator.declareOutputs();
    return generator.graph.build();
  }

  private void declareInputs() {
    evals.add(graph.input("x", Domain.EVAL, 1 + random.nextInt(MAX_POLYS), primes));
    evals.add(graph.input(TWIN, Domain.EVAL, evals.getFirst().polys(), primes));
    evals.add(graph.sharedInput("key", Domain.EVAL, 1 + random.nextInt(MAX_POLYS), primes));
    evals.add(graph.constant("weights", Domain.EVAL, 1, someOf(primes)));
    coeffs.add(graph.input("y", Domain.COEFF, 1 + random.nextInt(MAX_POLYS), someOf(primes)));
  }

  private void declareOutputs() {
    graph.output("first", evals.getLast());
    graph.output("second", coeffs.getLast());
    graph.output("third", view(evals));
    graph.output("fourth", view(coeffs));
  }

  private void step() {
    switch (random.nextInt(17)) {
      case 0 -> evals.add(graph.ntt(view(coeffs)));
      case 1 -> coeffs.add(graph.intt(view(evals)));
      case 2 -> coeffs.add(sum(coeffs));
      case 3 -> evals.add(sum(evals));
      case 4 -> evals.add(graph.neg(view(evals)));
      case 5 -> coeffs.add(graph.neg(view(coeffs)));
      case 6 -> evals.add(product());
      case 7 -> evals.add(scaled(evals));
      case 8 -> evals.add(graph.automorphism(view(evals), anyElement()));
      case 9 -> coeffs.add(graph.automorphism(view(coeffs), anyElement()));
      case 10 -> convert();
      case 11 -> divide();
      case 12 -> evals.add(innerProduct());
      case 13 -> coeffs.add(scaled(coeffs));
      case 14 -> evals.add(combined(evals));
      case 15 -> coeffs.add(combined(coeffs));
      default -> evals.add(assembled());
    }
  }

  private <D extends Domain> RnsView<D> sum(List<RnsView<D>> pool) {
    List<RnsView<D>> pair = alike(pool, 2);
    return random.nextBoolean()
        ? graph.add(pair.get(0), pair.get(1))
        : graph.sub(pair.get(0), pair.get(1));
  }

  private RnsView<Eval> product() {
    List<RnsView<Eval>> operands = alike(evals, 3);
    return random.nextBoolean()
        ? graph.mul(operands.get(0), operands.get(1))
        : graph.mulAdd(operands.get(0), operands.get(1), operands.get(2));
  }

  private RnsView<Eval> innerProduct() {
    int terms = 1 + random.nextInt(4);
    List<RnsView<Eval>> operands = alike(evals, 2 * terms);
    return graph.innerProduct(operands.subList(0, terms), operands.subList(terms, 2 * terms));
  }

  private <D extends Domain> RnsView<D> scaled(List<RnsView<D>> pool) {
    RnsView<D> a = view(pool);
    return graph.mulScalar(a, anyScalars(a.basis()));
  }

  private <D extends Domain> RnsView<D> combined(List<RnsView<D>> pool) {
    RnsView<D> in = view(pool);
    int group = in.polys() % 2 == 0 && random.nextBoolean() ? 2 : 1;
    long[][] weights = new long[1 + random.nextInt(3)][in.polys() / group];
    for (long[] row : weights) {
      Arrays.setAll(row, _ -> random.nextLong() >> (2 + random.nextInt(62)));
    }
    List<Scalars> offsets = new ArrayList<>();
    if (random.nextBoolean()) {
      Arrays.stream(weights).forEach(_ -> offsets.add(anyScalars(in.basis())));
    }
    return graph.linearCombination(in, ScalarMatrix.dense(weights), offsets);
  }

  private void convert() {
    RnsView<Coeff> in = view(coeffs);
    List<Modulus> rest = primes.moduli().stream().filter(q -> in.basis().indexOf(q) < 0).toList();
    if (!rest.isEmpty()) {
      coeffs.add(graph.baseConvert(in, someOf(new RnsBasis(rest))));
    }
  }

  private void divide() {
    RnsView<Eval> in = view(evals);
    if (in.limbs() > 1) {
      evals.add(
          random.nextBoolean()
              ? graph.rescale(in)
              : graph.modDown(in, 1 + random.nextInt(in.limbs() - 1)));
    }
  }

  /// A temporary whose rows come from several commands, the limbs in an order of their own.
  private RnsView<Eval> assembled() {
    RnsView<Eval> source = view(evals);
    RnsBasis shuffled = someOf(source.basis());
    RnsView<Eval> out = graph.temporary(Domain.EVAL, source.polys() + 1, shuffled);
    graph.fillInto(anyScalars(shuffled), out.poly(0));
    RnsView<Eval> target = out.polys(1, source.polys());
    int cut = random.nextInt(shuffled.size());
    if (cut > 0) {
      RnsBasis head = shuffled.range(0, cut);
      graph.copyInto(source.restrict(head), target.restrict(head));
    }
    RnsBasis tail = shuffled.range(cut, shuffled.size());
    graph.automorphismInto(source.restrict(tail), anyElement(), target.restrict(tail));
    return out;
  }

  /// Views of random members that agree in limbs; polynomials are equal or one.
  private <D extends Domain> List<RnsView<D>> alike(List<RnsView<D>> pool, int count) {
    RnsView<D> first = view(pool);
    List<RnsView<D>> chosen = new ArrayList<>(List.of(first));
    RnsBasis common = first.basis();
    while (chosen.size() < count) {
      RnsView<D> next = anyOf(pool);
      RnsBasis narrowed = intersection(common, next.basis());
      if (narrowed == null) {
        next = first;
      } else {
        common = narrowed;
      }
      chosen.add(next);
    }
    int polys = chosen.stream().mapToInt(RnsView::polys).filter(n -> n > 1).min().orElse(1);
    List<RnsView<D>> alike = new ArrayList<>();
    for (RnsView<D> view : chosen) {
      RnsView<D> limbs = view.restrict(common);
      alike.add(limbs.polys() > polys ? limbs.polys(limbs.polys() - polys, polys) : limbs);
    }
    return alike;
  }

  private static RnsBasis intersection(RnsBasis a, RnsBasis b) {
    List<Modulus> both = a.moduli().stream().filter(q -> b.indexOf(q) >= 0).toList();
    return both.isEmpty() ? null : new RnsBasis(both);
  }

  /// A random view of a random member: some polynomials, some limbs, often all.
  private <D extends Domain> RnsView<D> view(List<RnsView<D>> pool) {
    RnsView<D> all = anyOf(pool);
    int from = random.nextInt(all.polys());
    RnsView<D> polys = all.polys(from, 1 + random.nextInt(all.polys() - from));
    return random.nextBoolean() ? polys : polys.restrict(someOf(all.basis()));
  }

  private <D extends Domain> RnsView<D> anyOf(List<RnsView<D>> pool) {
    return pool.get(random.nextInt(pool.size()));
  }

  /// A non-empty subset in random order.
  private RnsBasis someOf(RnsBasis basis) {
    List<Modulus> shuffled = new ArrayList<>(basis.moduli());
    Collections.shuffle(shuffled, random);
    return new RnsBasis(shuffled.subList(0, 1 + random.nextInt(shuffled.size())));
  }

  private Scalars anyScalars(RnsBasis basis) {
    return Scalars.ofResidues(
        basis.moduli().stream().mapToLong(q -> random.nextLong(q.value())).toArray());
  }

  private GaloisElement anyElement() {
    return new GaloisElement(logN, 2 * random.nextInt(1 << logN) + 1);
  }
}
