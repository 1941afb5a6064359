package io.cloakwork.conformance.scheme;

import java.util.Locale;

/// What a step of a random program does.
enum RandomStep {
  ENCRYPT(0),
  ADD(0),
  SUB(0),
  NEGATE(0),
  ADD_PLAIN(0),
  ADD_SCALAR(0),
  ROTATE(0),
  ROTATE_HOISTED(0),
  CONJUGATE(0),
  INNER_SUM(0),
  DROP_LEVEL(1),
  MULTIPLY_PLAIN_RESCALE(1),
  MULTIPLY_SCALAR_RESCALE(1),
  MULTIPLY_RELINEARIZE_RESCALE(1),
  SQUARE_RELINEARIZE_THEN_RESCALE(1),
  LINEAR_TRANSFORM_RESCALE(1),
  POLYNOMIAL(2),
  DECRYPT(0);

  private final int levels;

  RandomStep(int levels) {
    this.levels = levels;
  }

  /// Levels that the step takes.
  int levels() {
    return levels;
  }

  /// The name in reports.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
