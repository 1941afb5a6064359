package io.cloakwork.ckks.record;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.ckks.polynomial.minimax.CompositeInverse;
import io.cloakwork.ckks.polynomial.minimax.CompositeSign;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import java.util.Map;

/// Records ciphertext algorithms into one command graph for a batch of ciphertexts under the same
/// keys. Levels and scales are tracked and checked while recording: a mismatch throws a
/// [io.cloakwork.ckks.CkksException] with both values, and nothing is recorded for it.
///
/// Inputs for keys are declared on first use, named by [io.cloakwork.ckks.KeyId#inputName] and
/// shaped by [KeyLevels]. Every operation but [#dropLevel] and rotations by zero steps writes a new
/// value.
public final class CkksRecorder {

  private final Scope scope;
  private final Arithmetic arithmetic;
  private final KeySwitching keySwitching;
  private final Rotations rotations;
  private final Rescaling rescaling;
  private final LinearTransforms linearTransforms;
  private final Polynomials polynomials;
  private final RotationSums rotationSums;
  private final Composites composites;

  /// Starts a graph.
  ///
  /// @param batch ciphertexts an input; plaintexts and keys are shared by them
  /// @param keyLevels at which level each key's buffer is stored
  public CkksRecorder(Parameters parameters, int batch, KeyLevels keyLevels) {
    GraphBuilder graph = CommandGraph.builder(parameters.logN(), batch);
    OperandChecks checks = new OperandChecks(parameters);
    this.scope = new Scope(parameters, graph, keyLevels);
    this.arithmetic = new Arithmetic(scope, checks);
    this.keySwitching = new KeySwitching(scope, checks);
    this.rotations = new Rotations(scope, checks, keySwitching);
    this.rescaling = new Rescaling(scope, checks);
    this.linearTransforms = new LinearTransforms(scope, checks, keySwitching);
    this.rotationSums = new RotationSums(scope, checks, keySwitching);
    this.polynomials = new Polynomials(scope, checks, keySwitching);
    this.composites = new Composites(scope, checks, polynomials);
  }

  /// Starts a graph whose keys are stored at the highest level.
  public CkksRecorder(Parameters parameters, int batch) {
    this(parameters, batch, KeyLevels.atMaxLevel(parameters));
  }

  public Parameters parameters() {
    return scope.parameters;
  }

  /// The builder underneath, for commands that are not ciphertext algorithms.
  public GraphBuilder graph() {
    return scope.graph;
  }

  /// An input ciphertext of two polynomials.
  public CipherRef input(String name, int level, double scale) {
    return input(name, level, scale, 2);
  }

  /// An input ciphertext of `size` polynomials, or a vector of n with size 2n.
  public CipherRef input(String name, int level, double scale, int size) {
    requirePlace(level, scale);
    return new CipherRef(
        scope.graph.input(name, Domain.EVAL, size, scope.basis(level)), level, scale);
  }

  /// An input plaintext shared by the batch.
  public PlainRef plainInput(String name, int level, double scale) {
    return plain(name, level, scale, scope.basis(level));
  }

  /// An input plaintext shared by the batch, with the special primes: a diagonal.
  public PlainRef extendedPlainInput(String name, int level, double scale) {
    return plain(name, level, scale, scope.extended(level));
  }

  private PlainRef plain(String name, int level, double scale, RnsBasis basis) {
    requirePlace(level, scale);
    return new PlainRef(scope.graph.sharedInput(name, Domain.EVAL, 1, basis), level, scale);
  }

  /// An input plaintext that differs from item to item.
  public PlainRef plainBatchInput(String name, int level, double scale) {
    requirePlace(level, scale);
    return new PlainRef(scope.graph.input(name, Domain.EVAL, 1, scope.basis(level)), level, scale);
  }

  /// A plaintext that stays on the device for the life of the executable, shared by the batch.
  public PlainRef constant(String name, int level, double scale) {
    return constant(name, level, scale, scope.basis(level));
  }

  /// The same with the special primes: a diagonal.
  public PlainRef extendedConstant(String name, int level, double scale) {
    return constant(name, level, scale, scope.extended(level));
  }

  private PlainRef constant(String name, int level, double scale, RnsBasis basis) {
    requirePlace(level, scale);
    return new PlainRef(scope.graph.constant(name, Domain.EVAL, 1, basis), level, scale);
  }

  private void requirePlace(int level, double scale) {
    scope.parameters.requireLevel(level);
    Scales.requireValid(scale);
  }

  /// a + b; same level, scale and size.
  public CipherRef add(CipherRef a, CipherRef b) {
    return arithmetic.add(a, b);
  }

  /// a − b; same level, scale and size.
  public CipherRef sub(CipherRef a, CipherRef b) {
    return arithmetic.sub(a, b);
  }

  /// −a.
  public CipherRef negate(CipherRef a) {
    return arithmetic.negate(a);
  }

  /// The sum of one or more ciphertexts; same level, scale and size.
  public CipherRef sum(List<CipherRef> terms) {
    return arithmetic.sum(terms);
  }

  /// a + b; same scale, b at a's level or above.
  public CipherRef addPlain(CipherRef a, PlainRef b) {
    return arithmetic.addPlain(a, b);
  }

  /// a − b; same scale, b at a's level or above.
  public CipherRef subPlain(CipherRef a, PlainRef b) {
    return arithmetic.subPlain(a, b);
  }

  /// a + value in every slot.
  public CipherRef addScalar(CipherRef a, double value) {
    return arithmetic.addScalar(a, value);
  }

  /// a · b, slot by slot; the scales multiply; b at a's level or above.
  public CipherRef multiplyPlain(CipherRef a, PlainRef b) {
    return arithmetic.multiplyPlain(a, b);
  }

  /// a · value with the value at `scalarScale`; the scales multiply.
  public CipherRef multiplyScalar(CipherRef a, double value, double scalarScale) {
    return arithmetic.multiplyScalar(a, value, scalarScale);
  }

  /// Σ a_i · b_i as one inner product; all a alike, all b of one scale.
  public CipherRef multiplyPlainSum(List<CipherRef> a, List<PlainRef> b) {
    return arithmetic.multiplyPlainSum(a, b);
  }

  /// The product of an integer matrix and the vector x of `w.columns()` ciphertexts: a vector of
  /// `w.rows()`. The scales multiply.
  ///
  /// @param weightScale what the real weights were multiplied by to become those of `w`
  public CipherRef linearCombination(CipherRef x, ScalarMatrix w, double weightScale) {
    return arithmetic.linearCombination(x, w, weightScale, new double[0]);
  }

  /// The same plus bias\[r\] in every slot of ciphertext r of the result.
  ///
  /// @param bias one value a row; exact integers at the result's scale, rounded to nearest
  /// @throws io.cloakwork.ckks.EncodingException if a value is not finite or does not fit the
  ///   modulus at that scale
  public CipherRef linearCombination(
      CipherRef x, ScalarMatrix w, double weightScale, double[] bias) {
    return arithmetic.linearCombination(x, w, weightScale, checkedBias(w, bias));
  }

  private static double[] checkedBias(ScalarMatrix w, double[] bias) {
    if (bias.length != w.rows()) {
      throw new OperandMismatchException(
          "linearCombination: %d biases for %d rows".formatted(bias.length, w.rows()));
    }
    return bias;
  }

  /// a · b, three polynomials; the scales multiply; same level.
  public CipherRef multiply(CipherRef a, CipherRef b) {
    return arithmetic.multiply(a, b);
  }

  /// a², three polynomials; the scale is squared.
  public CipherRef square(CipherRef a) {
    return arithmetic.square(a);
  }

  /// From three polynomials back to two.
  public CipherRef relinearize(CipherRef a) {
    return keySwitching.relinearize(a);
  }

  /// From three polynomials at a level to two at the next: one division where [#relinearize] and
  /// [#rescale] make two, so cheaper, but by k + 1 primes at once, for k special ones, which rounds
  /// √(k + 1) times as coarsely as rescaling alone (the words differ).
  public CipherRef relinearizeRescale(CipherRef a) {
    return keySwitching.relinearizeRescale(a);
  }

  /// Division by the last prime: level − 1, scale / q_level.
  public CipherRef rescale(CipherRef a) {
    return rescaling.rescale(a);
  }

  /// The same message with fewer limbs; a view, without a command.
  public CipherRef dropLevel(CipherRef a, int level) {
    return rescaling.dropLevel(a, level);
  }

  /// Slots rotated left by `steps` (negative: right); `a` itself for zero steps.
  public CipherRef rotate(CipherRef a, int steps) {
    return rotations.rotate(a, steps);
  }

  /// Every slot conjugated.
  public CipherRef conjugate(CipherRef a) {
    return rotations.conjugate(a);
  }

  /// Decomposes once for many rotations.
  public HoistedDigits hoist(CipherRef a) {
    return rotations.hoist(a);
  }

  /// The same bytes as [#rotate(CipherRef, int)] of the hoisted ciphertext.
  public CipherRef rotate(HoistedDigits digits, int steps) {
    return rotations.rotate(digits, steps);
  }

  /// Σ rotate_k(a) over `steps`, zero for `a` itself: one decomposition and one division in all.
  public CipherRef rotateSum(CipherRef a, List<Integer> steps) {
    return rotationSums.sum(a, steps);
  }

  /// Slot i of the result is Σ_{j < count} of slot i + j·stride of a, indices modulo the slots.
  public CipherRef innerSum(CipherRef a, InnerSumPlan plan) {
    return rotationSums.innerSum(a, plan);
  }

  /// Σ_k diagonal_k ⊙ rotate_k(a) by the plan's steps.
  ///
  /// @param diagonals by offset: plaintexts of one scale, at a's level or above, each rotated right
  ///   by the giant step of its term ([io.cloakwork.ckks.linear.LinearTransform#diagonalFor]);
  ///   extended ones, unless no step of the plan rotates
  public CipherRef linearTransform(CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    return linearTransforms.apply(a, plan, diagonals);
  }

  /// [#linearTransform] and [#rescale] with one division.
  public CipherRef linearTransformRescale(
      CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    return linearTransforms.applyRescale(a, plan, diagonals);
  }

  /// p(x), slot by slot, plan.depth() levels below x and at exactly `targetScale`. In the Chebyshev
  /// basis the slots of x are in \[−1, 1\]. The scale of x should be within a few bits of the
  /// chain's primes, as it is where both are the default scale's.
  ///
  /// @param plan made for p's shape, or for one that covers it
  /// @param constants declares the plaintexts of coefficients that differ from slot to slot
  public CipherRef polynomial(
      CipherRef x,
      SlotPolynomial p,
      PolynomialPlan plan,
      double targetScale,
      PlainConstants constants) {
    return polynomials.apply(x, List.of(p), plan, targetScale, constants).getFirst();
  }

  /// The same with a plan of its own, for a polynomial whose coefficients are all uniform.
  public CipherRef polynomial(CipherRef x, SlotPolynomial p, double targetScale) {
    return polynomial(x, p, PolynomialPlan.of(p), targetScale, PlainConstants.none());
  }

  /// Several polynomials of the same x, which share its powers; all results are at the same level.
  /// An announced output is the first of them.
  public List<CipherRef> polynomials(
      CipherRef x,
      List<SlotPolynomial> all,
      PolynomialPlan plan,
      double targetScale,
      PlainConstants constants) {
    return polynomials.apply(x, all, plan, targetScale, constants);
  }

  /// The sign of x in \[−1, 1\], sign.depth() levels below x and at exactly `targetScale`; between
  /// −ε and ε some value between −1 and 1.
  public CipherRef sign(CipherRef x, CompositeSign sign, double targetScale) {
    return composites.sign(x, sign, targetScale);
  }

  /// max(0, x) for x in \[−1, 1\], sign.depth() + 1 levels below; with sign.reluError().
  public CipherRef relu(CipherRef x, CompositeSign sign, double targetScale) {
    return composites.relu(x, sign, targetScale);
  }

  /// max(a, b) where |a − b| ≤ 1, sign.depth() + 1 levels below; with sign.reluError(). Same level
  /// and scale.
  public CipherRef maximum(CipherRef a, CipherRef b, CompositeSign sign, double targetScale) {
    return composites.maximum(a, b, sign, targetScale);
  }

  /// 1/x on the inverse's interval, inverse.depth() levels below x and at exactly `targetScale`.
  public CipherRef inverse(CipherRef x, CompositeInverse inverse, double targetScale) {
    return composites.inverse(x, inverse, targetScale);
  }

  /// Makes `a` an output, by a copy. [#outputNext] saves the copy.
  public void output(String name, CipherRef a) {
    scope.requireNoAnnouncedOutput();
    scope.outputs.put(
        name, new CipherRef(scope.graph.output(name, a.polys()), a.level(), a.scale()));
  }

  /// The result of the next operation that writes a new value becomes the output `name`, written in
  /// place.
  ///
  /// @throws IllegalStateException if the last announced output has not been written yet
  public void outputNext(String name) {
    scope.announceOutput(name);
  }

  /// Checks and seals the graph.
  public Recording build() {
    scope.requireNoAnnouncedOutput();
    return new Recording(scope.graph.build(), scope.keyRequest(), scope.outputs);
  }
}
