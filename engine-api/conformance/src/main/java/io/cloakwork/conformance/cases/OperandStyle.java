package io.cloakwork.conformance.cases;

/// Where an operand's words come from.
enum OperandStyle {
  /// All of an input of the result's batch and polynomials.
  WHOLE(false, false, Surroundings.NONE),
  /// An input with a batch of 1, used for every item.
  SHARED(true, false, Surroundings.NONE),
  /// One polynomial, used for every polynomial of the result.
  ONE_POLY(false, true, Surroundings.NONE),
  /// One polynomial of a constant.
  CONSTANT(true, true, Surroundings.NONE),
  /// The middle polynomials and limbs of a larger input.
  SLICED(false, false, Surroundings.AROUND),
  /// The same of a larger input whose limbs are in reverse order with strangers in between.
  SCATTERED(false, false, Surroundings.BETWEEN),
  /// One polynomial out of the middle of a larger input with a batch of 1.
  SHARED_SLICED(true, true, Surroundings.AROUND);

  private final boolean shared;
  private final boolean onePoly;
  private final Surroundings surroundings;

  OperandStyle(boolean shared, boolean onePoly, Surroundings surroundings) {
    this.shared = shared;
    this.onePoly = onePoly;
    this.surroundings = surroundings;
  }

  boolean shared() {
    return shared;
  }

  boolean onePoly() {
    return onePoly;
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
