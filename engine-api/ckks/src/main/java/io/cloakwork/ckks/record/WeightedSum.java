package io.cloakwork.ckks.record;

import io.cloakwork.ckks.ScaleMismatchException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.encoding.ExactScalar;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Σ a_i·b_i + Σ c_k·t_k + c at one level and scale: products of ciphertexts that are not
/// relinearised one by one, ciphertexts with coefficients, a constant. Every coefficient is encoded
/// at the scale that its operand lacks, so that all terms have exactly the sum's.
final class WeightedSum {

  /// Coefficients at a scale below this would lose what precision there is.
  private static final double LEAST_COEFFICIENT_SCALE = 0x1p10;

  private final Scope scope;
  private final GraphBuilder graph;
  private final PlainConstants constants;
  private final int level;
  private final double scale;
  private final RnsBasis basis;
  private boolean quadratic;
  // For each polynomial of the result the pairs of one inner product, and other summands.
  private final List<List<RnsView<Eval>>> factors = List.of(list(), list(), list());
  private final List<List<RnsView<Eval>>> weights = List.of(list(), list(), list());
  private final List<List<Summand>> summands = List.of(list(), list(), list());

  /// Something that a command writes.
  private interface Summand {
    RnsView<Eval> into(RnsView<Eval> out);
  }

  /// An empty sum.
  WeightedSum(Scope scope, PlainConstants constants, int level, double scale) {
    scope.parameters.requireScaleFits("polynomial", level, scale);
    this.scope = scope;
    this.graph = scope.graph;
    this.constants = constants;
    this.level = level;
    this.scale = scale;
    this.basis = scope.basis(level);
  }

  private static <T> List<T> list() {
    return new ArrayList<>();
  }

  /// Whether nothing has been added.
  boolean isEmpty() {
    return factors.getFirst().isEmpty() && summands.getFirst().isEmpty();
  }

  int level() {
    return level;
  }

  double scale() {
    return scale;
  }

  /// Adds a · b; their scales multiply to the sum's, and they are at its level or above.
  void addProduct(CipherRef a, CipherRef b) {
    quadratic = true;
    pair(0, at(a, 0), at(b, 0));
    pair(1, at(a, 0), at(b, 1));
    pair(1, at(a, 1), at(b, 0));
    pair(2, at(a, 1), at(b, 1));
  }

  /// Adds coefficient · a; a is at the sum's level or above.
  void addMultiple(CipherRef a, Coefficient coefficient) {
    double own = scale / a.scale();
    if (own < LEAST_COEFFICIENT_SCALE) {
      throw new ScaleMismatchException(
          "polynomial: an element at scale %s leaves coefficients a scale of %s: the argument's scale must be close to the primes'"
              .formatted(Scales.format(a.scale()), Scales.format(own)));
    }
    switch (coefficient) {
      case Coefficient.Uniform(double value) -> {
        Scalars residues = ExactScalar.residues(value, own, basis);
        for (int i = 0; i < 2; i++) {
          RnsView<Eval> poly = at(a, i);
          summands.get(i).add(out -> graph.mulScalarInto(poly, residues, out));
        }
      }
      case Coefficient.PerSlot(SlotVector values) -> {
        RnsView<Eval> plain = constants.declare(values, level, own).over(basis);
        pair(0, at(a, 0), plain);
        pair(1, at(a, 1), plain);
      }
    }
  }

  /// Adds the coefficient itself; the sum must have another term.
  void addConstant(Coefficient coefficient) {
    if (coefficient.isZero()) {
      return;
    }
    switch (coefficient) {
      case Coefficient.Uniform(double value) -> {
        Scalars residues = ExactScalar.residues(value, scale, basis);
        summands.getFirst().add(out -> graph.fillInto(residues, out));
      }
      case Coefficient.PerSlot(SlotVector values) -> {
        RnsView<Eval> plain = constants.declare(values, level, scale).over(basis);
        summands.getFirst().add(out -> graph.copyInto(plain, out));
      }
    }
  }

  private RnsView<Eval> at(CipherRef a, int poly) {
    return a.poly(poly).restrict(basis);
  }

  private void pair(int poly, RnsView<Eval> factor, RnsView<Eval> weight) {
    factors.get(poly).add(factor);
    weights.get(poly).add(weight);
  }

  /// The sum, of two or three polynomials.
  CipherRef record() {
    int size = quadratic ? 3 : 2;
    RnsView<Eval> out = scope.temporary(size, basis);
    for (int poly = 0; poly < size; poly++) {
      recordInto(poly, out.poly(poly));
    }
    return new CipherRef(out, level, scale);
  }

  private void recordInto(int poly, RnsView<Eval> out) {
    List<Summand> all = new ArrayList<>();
    if (!factors.get(poly).isEmpty()) {
      all.add(view -> graph.innerProductInto(factors.get(poly), weights.get(poly), view));
    }
    all.addAll(summands.get(poly));
    if (all.size() == 1) {
      all.getFirst().into(out);
      return;
    }
    RnsView<Eval> partial = temporary(all.getFirst());
    for (Summand summand : all.subList(1, all.size() - 1)) {
      partial = graph.add(partial, temporary(summand));
    }
    graph.addInto(partial, temporary(all.getLast()), out);
  }

  private RnsView<Eval> temporary(Summand summand) {
    return summand.into(scope.temporary(1, basis));
  }
}
