package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.noise.NoiseEstimate.Noise;
import java.util.List;
import java.util.function.UnaryOperator;

/// What each operation of [io.cloakwork.ckks.record.CkksRecorder] does to noise: the same names and
/// the same rules about levels, scales and sizes, with magnitudes in place of data. A program's
/// noise is estimated by running it on estimates. Nothing here costs more than microseconds.
///
/// With e = e_0 the noise in slots, m the message and Δ its scale, for unrelated operands (ePrint
/// 2022/162, §4; ePrint 2020/1118, §4):
///
/// - a + b: e_a + e_b
/// - a · b: Δ_a·m_a·e_b + Δ_b·m_b·e_a + e_a·e_b; a plaintext's e is its rounding, N/12 on average
/// - a²: 2·Δ·m·e + e²
/// - key switch: + Σ_d D_d·e_d / P, then a division by the primes of P
/// - division by k primes of product D: e / D, + τ_0 + τ_1·s with coefficients of τ of variance
///   k/12 and mean zero, or −(k−1)/2 where SEAL's words are kept
/// - an automorphism moves slots and adds a key switch
///
/// Mean squares add on average ([AverageCase]), bounds always ([WorstCase]). With parameters that
/// keep SEAL's words ([Parameters#keepsSealWords]), raised digits and τ have a mean, an error of
/// slot 0 that the average hides in N/2 slots; it is followed from slot to slot and counts in
/// [AverageCase#largestSlotError]. Errors of one origin that meet again, as in x²·x, are
/// correlated, which the average does not see: use [#square] for squares and [#compose] for
/// polynomials. Immutable and thread-safe.
public final class NoiseModel {

  /// How improbable it is that a random polynomial is larger than [WorstCase] takes it for: 2^−64.
  public static final int DEFAULT_FAILURE_BITS = 64;

  private static final int MAX_FAILURE_BITS = 512;

  private final Parameters parameters;
  private final NoiseSources sources;
  private final int specialPrimes;

  private NoiseModel(Parameters parameters, int failureBits) {
    if (failureBits < 1 || failureBits > MAX_FAILURE_BITS) {
      throw new OperandMismatchException(
          "2^-%d is no failure probability: bits must be in [1, %d]"
              .formatted(failureBits, MAX_FAILURE_BITS));
    }
    this.parameters = parameters;
    this.sources = new NoiseSources(parameters, failureBits);
    this.specialPrimes = parameters.chain().specialP().size();
  }

  /// The model for these parameters.
  public static NoiseModel of(Parameters parameters) {
    return new NoiseModel(parameters, DEFAULT_FAILURE_BITS);
  }

  /// The model with bounds that fail with probability 2^−failureBits for each random polynomial, in
  /// [1, 512].
  public static NoiseModel of(Parameters parameters, int failureBits) {
    return new NoiseModel(parameters, failureBits);
  }

  public Parameters parameters() {
    return parameters;
  }

  /// A fresh encryption with the public key.
  public NoiseEstimate publicKeyEncryption(Magnitude message, int level, double scale) {
    return fresh(message, level, scale, sources.publicKeyEncryption());
  }

  /// A fresh encryption with the secret key, seeded or not.
  public NoiseEstimate secretKeyEncryption(Magnitude message, int level, double scale) {
    return fresh(message, level, scale, sources.secretKeyEncryption());
  }

  /// An encoded plaintext: rounding only.
  public NoiseEstimate encoding(Magnitude message, int level, double scale) {
    return fresh(message, level, scale, NoiseSource.NONE);
  }

  private NoiseEstimate fresh(Magnitude message, int level, double scale, NoiseSource encryption) {
    parameters.requireLevel(level);
    Scales.requireValid(scale);
    parameters.requireScaleFits("encrypt", level, scale);
    Noise noise = Noise.of(encryption.plus(sources.encoding(message, scale)));
    return new NoiseEstimate(parameters, level, scale, 2, message, noise);
  }

  /// With what decoding adds in double precision: some 2^−50 of the values.
  public NoiseEstimate decoding(NoiseEstimate a) {
    return a.with(a.noise().plus(sources.transform(a.message(), a.scale())));
  }

  /// a + b.
  public NoiseEstimate add(NoiseEstimate a, NoiseEstimate b) {
    requireSameForm("add", a, b);
    return a.with(a.noise().plus(b.noise())).withMessage(a.message().plus(b.message()));
  }

  /// a − b.
  public NoiseEstimate sub(NoiseEstimate a, NoiseEstimate b) {
    requireSameForm("sub", a, b);
    return add(a, negate(b));
  }

  /// −a.
  public NoiseEstimate negate(NoiseEstimate a) {
    return a.with(a.noise().times(-1));
  }

  /// The sum of one or more.
  public NoiseEstimate sum(List<NoiseEstimate> terms) {
    requireSome("sum", terms);
    return terms.stream().reduce(this::add).orElseThrow();
  }

  /// a + b for a plaintext b of a's scale; also a − b.
  public NoiseEstimate addPlain(NoiseEstimate a, Magnitude b) {
    return a.with(a.noise().plus(sources.encoding(b, a.scale()))).withMessage(a.message().plus(b));
  }

  /// a + value in every slot. The constant polynomial is rounded once, in all slots alike.
  public NoiseEstimate addScalar(NoiseEstimate a, double value) {
    double error = Math.abs(rounding(value * a.scale()));
    return a.with(a.noise().plus(NoiseSource.gaussian(error * error, error, 0)))
        .withMessage(a.message().plus(Magnitude.constant(value)));
  }

  /// a · b for a plaintext b.
  public NoiseEstimate multiplyPlain(NoiseEstimate a, Magnitude b, double plainScale) {
    double scale = productScale("multiplyPlain", a, plainScale);
    return a.with(timesPlain(a, b, plainScale))
        .at(a.level(), scale)
        .withMessage(a.message().times(b));
  }

  /// e·(Δ_b·m_b) + (Δ_a·m_a + e)·r, r the rounding of b.
  private Noise timesPlain(NoiseEstimate a, Magnitude b, double plainScale) {
    NoiseSource r = sources.encoding(b, plainScale);
    Magnitude message = a.message().times(a.scale());
    double held = message.meanSquare() + a.noise().meanSquare();
    double most = message.max() + a.noise().bound();
    return a.noise()
        .times(b.times(plainScale))
        .plus(NoiseSource.gaussian(held * r.meanSquare(), most * r.bound(), r.failure()));
  }

  /// a · value.
  public NoiseEstimate multiplyScalar(NoiseEstimate a, double value, double scalarScale) {
    double scale = productScale("multiplyScalar", a, scalarScale);
    double factor = value * scalarScale;
    double off = Math.abs(rounding(factor)) * a.scale();
    Magnitude message = a.message().times(off);
    NoiseSource error = NoiseSource.gaussian(message.meanSquare(), message.max(), 0);
    return a.with(a.noise().times(Math.rint(factor)).plus(error))
        .at(a.level(), scale)
        .withMessage(a.message().times(value));
  }

  /// What rounding to an integer changes; doubles beyond 2^53 are integers.
  private static double rounding(double x) {
    return Math.rint(x) - x;
  }

  /// Σ a_i · b_i for plaintexts b_i of one scale.
  public NoiseEstimate multiplyPlainSum(
      List<NoiseEstimate> a, List<Magnitude> b, double plainScale) {
    requireSome("multiplyPlainSum", a);
    if (a.size() != b.size()) {
      throw new OperandMismatchException(
          "multiplyPlainSum: %d ciphertexts and %d plaintexts".formatted(a.size(), b.size()));
    }
    NoiseEstimate sum = multiplyPlain(a.getFirst(), b.getFirst(), plainScale);
    for (int i = 1; i < a.size(); i++) {
      sum = add(sum, multiplyPlain(a.get(i), b.get(i), plainScale));
    }
    return sum;
  }

  /// Σ w_i · x_i of unrelated ciphertexts that are all like x, and a bias, with weights rounded to
  /// integers: one row of a matrix.
  ///
  /// @param terms the weights that are not zero
  /// @param sumOfSquares Σ w_i²
  /// @param sumOfAbsolutes Σ |w_i|
  public NoiseEstimate linearCombination(
      NoiseEstimate x, int terms, double sumOfSquares, double sumOfAbsolutes, double weightScale) {
    double scale = productScale("linearCombination", x, weightScale);
    Magnitude weights = new Magnitude(Math.sqrt(sumOfSquares), sumOfAbsolutes);
    Magnitude message = x.message().times(x.scale());
    NoiseSource rounding =
        NoiseSource.gaussian(
            (terms * message.meanSquare() + 1) / 12, (terms * message.max() + 1) / 2, 0);
    return x.with(x.noise().times(weights.times(weightScale)).plus(rounding))
        .at(x.level(), scale)
        .withMessage(x.message().times(weights));
  }

  /// a · b, of three polynomials.
  public NoiseEstimate multiply(NoiseEstimate a, NoiseEstimate b) {
    requireLinear("multiply", a);
    requireLinear("multiply", b);
    requireSameLevel("multiply", a, b);
    double scale = productScale("multiply", a, b.scale());
    double both = a.noise().meanSquare() * b.noise().meanSquare();
    double most = a.noise().bound() * b.noise().bound();
    Noise noise =
        a.noise()
            .times(b.message().times(b.scale()))
            .plus(b.noise().times(a.message().times(a.scale())))
            .plus(NoiseSource.gaussian(both, most, 0));
    return a.with(noise).at(a.level(), scale).ofSize(3).withMessage(a.message().times(b.message()));
  }

  /// a², of three polynomials. The magnitude of the squares is not known from that of the values:
  /// their rms is taken as √3 times the mean square, as for normal values (uniform ones: 1.34), and
  /// at most the largest.
  public NoiseEstimate square(NoiseEstimate a) {
    requireLinear("square", a);
    double scale = productScale("square", a, a.scale());
    double meanSquare = a.noise().meanSquare();
    double bound = a.noise().bound();
    // The fourth moment of a complex Gaussian is twice the square of its second.
    NoiseSource squared = NoiseSource.gaussian(2 * meanSquare * meanSquare, bound * bound, 0);
    Noise noise = a.noise().times(a.message().times(2 * a.scale())).plus(squared);
    double max = a.message().max() * a.message().max();
    double rms = Math.min(max, Math.sqrt(3) * a.message().meanSquare());
    return a.with(noise).at(a.level(), scale).ofSize(3).withMessage(new Magnitude(rms, max));
  }

  /// From three polynomials to two.
  public NoiseEstimate relinearize(NoiseEstimate a) {
    requireQuadratic("relinearize", a);
    return keySwitched(a).ofSize(2);
  }

  private NoiseEstimate keySwitched(NoiseEstimate a) {
    return a.with(
        a.noise().plus(sources.keySwitch(a.level())).plus(sources.division(specialPrimes, 2)));
  }

  /// Division by the last prime.
  public NoiseEstimate rescale(NoiseEstimate a) {
    return divided("rescale", a, a.noise(), sources.division(1, a.size()));
  }

  /// [#relinearize] and [#rescale] with one division, by P·q_l.
  public NoiseEstimate relinearizeRescale(NoiseEstimate a) {
    requireQuadratic("relinearizeRescale", a);
    Noise switched = a.noise().plus(sources.keySwitch(a.level()));
    return divided("relinearizeRescale", a, switched, sources.division(specialPrimes + 1, 2))
        .ofSize(2);
  }

  private NoiseEstimate divided(
      String operation, NoiseEstimate a, Noise before, NoiseSource rounding) {
    requireMine(a);
    if (a.level() == 0) {
      throw new LevelMismatchException(operation + ": level 0 has no prime to drop");
    }
    double prime = parameters.chain().chainQ().get(a.level()).value();
    return a.with(before.times(1 / prime).plus(rounding))
        .at(a.level() - 1, Scales.afterRescale(parameters, a.level(), a.scale()));
  }

  /// The same with fewer limbs: no noise.
  public NoiseEstimate dropLevel(NoiseEstimate a, int level) {
    if (level < 0 || level > a.level()) {
      throw new LevelMismatchException(
          "dropLevel: level %d is not in [0, %d]".formatted(level, a.level()));
    }
    parameters.requireScaleFits("dropLevel", level, a.scale());
    return a.at(level, a.scale());
  }

  /// Slots rotated left; hoisted or not is the same.
  public NoiseEstimate rotate(NoiseEstimate a, int steps) {
    requireLinear("rotate", a);
    if (Math.floorMod(steps, parameters.slots()) == 0) {
      return a;
    }
    NoiseEstimate switched = keySwitched(a);
    return switched.with(switched.noise().rotated(steps, parameters.slots()));
  }

  /// Σ rotate(a, steps) over all `steps`, with one division.
  public NoiseEstimate rotateSum(NoiseEstimate a, List<Integer> steps) {
    requireLinear("rotateSum", a);
    requireSome("rotateSum", steps);
    List<NoiseEstimate> terms = steps.stream().map(step -> rotatedUndivided(a, step)).toList();
    NoiseEstimate sum = sum(terms);
    boolean still = terms.stream().allMatch(term -> term == a);
    return still ? sum : sum.with(sum.noise().plus(sources.division(specialPrimes, 2)));
  }

  private NoiseEstimate rotatedUndivided(NoiseEstimate a, int steps) {
    if (Math.floorMod(steps, parameters.slots()) == 0) {
      return a;
    }
    Noise switched = a.noise().plus(sources.keySwitch(a.level()));
    return a.with(switched.rotated(steps, parameters.slots()));
  }

  /// Every slot conjugated.
  public NoiseEstimate conjugate(NoiseEstimate a) {
    requireLinear("conjugate", a);
    return keySwitched(a);
  }

  /// Σ_k d_k ⊙ rotate_k(a), double hoisted.
  public NoiseEstimate linearTransform(
      NoiseEstimate a, TransformShape shape, double diagonalScale) {
    double scale = productScale("linearTransform", a, diagonalScale);
    requireLinear("linearTransform", a);
    Noise sum = new TransformNoise(sources, a, shape, diagonalScale).sum();
    Noise noise = shape.rotates() ? sum.plus(sources.division(specialPrimes, 2)) : sum;
    return a.with(noise).at(a.level(), scale).withMessage(image(a, shape));
  }

  /// [#linearTransform] and [#rescale] with one division: by P·q_l, or without rotations by q_l.
  public NoiseEstimate linearTransformRescale(
      NoiseEstimate a, TransformShape shape, double diagonalScale) {
    double scale = productScale("linearTransformRescale", a, diagonalScale);
    requireLinear("linearTransformRescale", a);
    Noise sum = new TransformNoise(sources, a, shape, diagonalScale).sum();
    return divided(
            "linearTransformRescale",
            a.at(a.level(), scale),
            sum,
            sources.division(shape.rotates() ? specialPrimes + 1 : 1, 2))
        .withMessage(image(a, shape));
  }

  private static Magnitude image(NoiseEstimate a, TransformShape shape) {
    double max = a.message().max() * shape.maxRowSum();
    double rms = a.message().rms() * Math.sqrt(shape.rowMeanSquare());
    return new Magnitude(Math.min(rms, max), max);
  }

  /// A function of one ciphertext with the correlations of its parts taken in: the noise of `a` is
  /// multiplied by the function's derivative, and what its evaluation adds is found by running it
  /// on the same values without noise.
  ///
  /// @param function the operations, on estimates
  /// @param derivative how large f' is over the values of `a`; for the worst case, over that range
  ///   widened by the bound
  public NoiseEstimate compose(
      NoiseEstimate a, UnaryOperator<NoiseEstimate> function, Magnitude derivative) {
    NoiseEstimate result = function.apply(a.withoutNoise());
    Noise through = a.noise().times(derivative.times(result.scale() / a.scale()));
    return result.with(result.noise().plus(through));
  }

  private double productScale(String operation, NoiseEstimate a, double factorScale) {
    requireMine(a);
    Scales.requireValid(factorScale);
    double scale = a.scale() * factorScale;
    parameters.requireScaleFits(operation, a.level(), scale);
    return scale;
  }

  private void requireSameForm(String operation, NoiseEstimate a, NoiseEstimate b) {
    requireSameLevel(operation, a, b);
    Scales.requireMatch(operation, a.scale(), b.scale());
    if (a.size() != b.size()) {
      throw new OperandMismatchException(
          "%s: operands of %d and %d polynomials".formatted(operation, a.size(), b.size()));
    }
  }

  private void requireSameLevel(String operation, NoiseEstimate a, NoiseEstimate b) {
    requireMine(a);
    requireMine(b);
    if (a.level() != b.level()) {
      throw new LevelMismatchException(
          "%s: operands at levels %d and %d".formatted(operation, a.level(), b.level()));
    }
  }

  private static void requireSome(String operation, List<?> operands) {
    if (operands.isEmpty()) {
      throw new OperandMismatchException(operation + " of no operands");
    }
  }

  private void requireMine(NoiseEstimate a) {
    parameters.requireSame(a.parameters(), "noise estimate");
  }

  private void requireLinear(String operation, NoiseEstimate a) {
    requireMine(a);
    if (a.size() != 2) {
      throw new OperandMismatchException(
          "%s: an operand of 3 polynomials: relinearize it first".formatted(operation));
    }
  }

  private void requireQuadratic(String operation, NoiseEstimate a) {
    requireMine(a);
    if (a.size() != 3) {
      throw new OperandMismatchException(
          "%s: an operand of 2 polynomials is linear already".formatted(operation));
    }
  }
}
