package io.cloakwork.compiler.throughput;

import io.cloakwork.ckks.Parameters;

/// What the nodes of a sketch cost on ciphertexts, counted in passes over rows of one prime: enough
/// to compare rings with each other.
final class StageCost {

  /// Nanoseconds for a word on one thread of a server core with AVX-512.
  private static final double MULTIPLY_ADD = 0.055;

  /// Of an operand or a result of a sum, which crosses memory.
  private static final double SUM_WORD = 0.9;

  private static final double ELEMENT_WISE = 0.25;

  /// Nanoseconds for a word and each of the log2 N passes of a transform.
  private static final double TRANSFORM = 0.1;

  private final LevelPlan plan;
  private final Parameters parameters;

  private StageCost(LevelPlan plan, Parameters parameters) {
    this.plan = plan;
    this.parameters = parameters;
  }

  /// Estimated nanoseconds on one thread for one input when every slot is used.
  static double perInput(Sketch sketch, LevelPlan plan, Parameters parameters) {
    StageCost cost = new StageCost(plan, parameters);
    double nanos = 0;
    for (int i = 0; i < sketch.nodes().size(); i++) {
      nanos += cost.of(sketch.nodes().get(i), plan.places().get(i));
    }
    return nanos / parameters.slots();
  }

  private double of(Sketch.Node node, LevelPlan.Place place) {
    int limbs = plan.level(place.position()) + 1;
    return switch (node) {
      case Sketch.Sum sum -> {
        long words = sum.size();
        for (Sketch.Term term : sum.terms()) {
          words += term.map().columns();
        }
        yield products(2 * sum.products() * limbs) + crossing(2 * words * limbs);
      }
      case Sketch.Square square ->
          square.size() * (rescales(limbs, place.rescales()) + square(limbs - place.rescales()));
      case Sketch.Chebyshev c -> {
        // Paterson and Stockmeyer's method takes about 2·√degree products besides the powers.
        double multiplications = 2 * Math.sqrt(c.polynomial().degree()) + c.depth();
        double one = square(limbs - place.rescales()) + rescales(limbs - place.rescales(), 1);
        yield c.size() * (rescales(limbs, place.rescales()) + multiplications * one);
      }
    };
  }

  private double products(long rows) {
    return (double) rows * parameters.degree() * MULTIPLY_ADD;
  }

  private double crossing(long rows) {
    return (double) rows * parameters.degree() * SUM_WORD;
  }

  private double elements(long rows) {
    return (double) rows * parameters.degree() * ELEMENT_WISE;
  }

  private double transforms(long rows) {
    return (double) rows * parameters.degree() * parameters.logN() * TRANSFORM;
  }

  /// `count` divisions of a ciphertext of `limbs`.
  private double rescales(int limbs, int count) {
    double nanos = 0;
    for (int i = 0; i < count; i++) {
      nanos += transforms(2L * (limbs - i)) + elements(2L * (limbs - i));
    }
    return nanos;
  }

  /// Square and key switch at `limbs`.
  private double square(int limbs) {
    int digits = parameters.digits(limbs - 1).size();
    int special = parameters.chain().specialP().size();
    long raised = (long) digits * (limbs + special);
    return transforms(raised + 2L * special + 2L * limbs) + elements(8L * limbs + 3 * raised);
  }
}
