package io.cloakwork.conformance.scheme;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// A random program while it runs on one device. What it does next follows from the seed, levels
/// and scales alone, so that two devices run the same program.
final class RandomProgram {

  private static final int DIAGONALS = 4;
  private static final int[] STEPS = {1, 2, 3, -1, 4, 8};

  // Below this a product would leave no scale to speak of.
  private static final double LEAST_SCALE = 0x1p36;

  private final SchemeSetting setting;
  private final Random random;
  private final Evaluator evaluator;
  private final InnerSumPlan innerSum = InnerSumPlan.of(1, 8, new StepCost(1, 5));
  private final List<Ciphertext> pool = new ArrayList<>();

  RandomProgram(SchemeSetting setting, Random random) {
    this.setting = setting;
    this.random = random;
    this.evaluator = setting.evaluator(keys(setting, innerSum));
    pool.add(setting.ciphertext(setting.level()));
    pool.add(setting.ciphertext(setting.level()));
  }

  private static KeyId[] keys(SchemeSetting setting, InnerSumPlan innerSum) {
    TreeSet<Integer> steps = new TreeSet<>(innerSum.rotations());
    Arrays.stream(STEPS).forEach(steps::add);
    for (int level = 0; level <= setting.level(); level++) {
      LinearTransform shape = banded(setting.parameters.slots(), new double[1]);
      steps.addAll(shape.plan(StepCost.at(setting.parameters, level)).rotations());
    }
    List<KeyId> ids = new ArrayList<>();
    ids.add(KeyId.relinearization());
    ids.add(KeyId.galois(setting.parameters.conjugation()));
    int[] all = steps.stream().mapToInt(Integer::intValue).toArray();
    ids.addAll(List.of(setting.rotations(all)));
    return ids.toArray(KeyId[]::new);
  }

  /// Any step that something in the pool has the levels for.
  RandomStep anyStep() {
    RandomStep[] all = RandomStep.values();
    while (true) {
      RandomStep step = all[random.nextInt(all.length)];
      if (step != RandomStep.DECRYPT && pool.stream().anyMatch(a -> suits(step, a))) {
        return step;
      }
    }
  }

  private static boolean suits(RandomStep step, Ciphertext a) {
    return a.level() >= step.levels()
        && (step.levels() == 0 || step == RandomStep.DROP_LEVEL || a.scale() >= LEAST_SCALE);
  }

  private Ciphertext anyFor(RandomStep step) {
    List<Ciphertext> suitable = pool.stream().filter(a -> suits(step, a)).toList();
    return suitable.get(random.nextInt(suitable.size()));
  }

  /// Runs a step on members of the pool and adds its results to it.
  List<Ciphertext> run(RandomStep step) {
    List<Ciphertext> results = results(step, anyFor(step));
    results.forEach(setting::own); // a fresh one twice: closing twice is harmless
    pool.addAll(results);
    return results;
  }

  /// A decryption of the last result.
  Plaintext decrypt() {
    return setting.own(setting.decryptor.decrypt(pool.getLast()));
  }

  private List<Ciphertext> results(RandomStep step, Ciphertext a) {
    return switch (step) {
      case ENCRYPT -> List.of(fresh());
      case ADD -> List.of(evaluator.add(a, like(a)));
      case SUB -> List.of(evaluator.sub(a, like(a)));
      case NEGATE -> List.of(evaluator.negate(a));
      case ADD_PLAIN -> List.of(evaluator.addPlain(a, plaintext(a, a.scale())));
      case ADD_SCALAR -> List.of(evaluator.addScalar(a, random.nextDouble(-1, 1)));
      case ROTATE -> List.of(evaluator.rotate(a, STEPS[random.nextInt(STEPS.length)]));
      case ROTATE_HOISTED -> evaluator.rotateHoisted(a, 1, 3, -1);
      case CONJUGATE -> List.of(evaluator.conjugate(a));
      case INNER_SUM -> List.of(evaluator.innerSum(a, innerSum));
      case DROP_LEVEL -> List.of(evaluator.dropLevel(a, a.level() - 1));
      case MULTIPLY_PLAIN_RESCALE ->
          rescaled(evaluator.multiplyPlain(a, plaintext(a, lastPrime(a))));
      case MULTIPLY_SCALAR_RESCALE ->
          rescaled(evaluator.multiplyScalar(a, random.nextDouble(-1, 1), lastPrime(a)));
      case MULTIPLY_RELINEARIZE_RESCALE ->
          List.of(evaluator.multiplyRelinearizeRescale(a, like(a)));
      case SQUARE_RELINEARIZE_THEN_RESCALE -> {
        Ciphertext square = setting.own(evaluator.square(a));
        yield rescaled(evaluator.relinearize(square));
      }
      case LINEAR_TRANSFORM_RESCALE ->
          rescaled(evaluator.linearTransform(a, banded(setting.parameters.slots(), slots())));
      case POLYNOMIAL -> List.of(evaluator.polynomial(a, polynomial()));
      case DECRYPT -> throw new IllegalArgumentException("a decryption gives no ciphertext");
    };
  }

  private Ciphertext fresh() {
    return setting.ciphertext(random.nextInt(setting.level() + 1));
  }

  /// Another member of the level and scale of `a`, or itself.
  private Ciphertext like(Ciphertext a) {
    List<Ciphertext> alike =
        pool.stream().filter(b -> b.level() == a.level() && b.scale() == a.scale()).toList();
    return alike.get(random.nextInt(alike.size()));
  }

  private List<Ciphertext> rescaled(Ciphertext product) {
    setting.own(product);
    return List.of(evaluator.rescale(product));
  }

  private double lastPrime(Ciphertext a) {
    return setting.parameters.chain().chainQ().get(a.level()).value();
  }

  private Plaintext plaintext(Ciphertext a, double scale) {
    return setting.own(setting.encoder.encodeBatch(setting.values(), a.level(), scale));
  }

  private double[] slots() {
    return setting.values()[0];
  }

  private SlotPolynomial polynomial() {
    double[] c = random.doubles(4, -0.5, 0.5).toArray();
    Basis basis = random.nextBoolean() ? Basis.CHEBYSHEV : Basis.POWER;
    return SlotPolynomial.uniform(basis, c[0], c[1], c[2], 0.25 + c[3] * c[3]);
  }

  private static LinearTransform banded(int slots, double[] values) {
    double[] diagonal = Arrays.copyOf(values, slots);
    TreeMap<Integer, SlotVector> diagonals = new TreeMap<>();
    for (int offset = 0; offset < DIAGONALS; offset++) {
      diagonals.put(offset, SlotVector.real(diagonal));
    }
    return LinearTransform.ofDiagonals(slots, diagonals);
  }
}
