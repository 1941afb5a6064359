package io.cloakwork.conformance.cases;

/// Where an operation writes.
enum ResultStyle {
  /// All of an output.
  WHOLE(Surroundings.NONE),
  /// The middle of a larger output, whose other rows have been filled before.
  SLICED(Surroundings.AROUND),
  /// The same with the limbs in reverse order and strangers in between.
  SCATTERED(Surroundings.BETWEEN),
  /// The middle of a larger temporary, filled before and copied to the output after.
  TEMPORARY(Surroundings.AROUND);

  private final Surroundings surroundings;

  ResultStyle(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }
}
