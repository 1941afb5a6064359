package io.cloakwork.cost;

/// What is done to a row, the N words of one polynomial modulo one prime.
public enum RowWork {
  /// A transform into the evaluation domain.
  FORWARD_TRANSFORM,
  /// A transform back, with its scaling.
  INVERSE_TRANSFORM,
  /// One product of a sum of products, its factors in the cache.
  PRODUCT_TERM,
  /// A row that a base conversion makes, whatever it converts from.
  CONVERSION,
  /// One row that a base conversion reads for one that it makes.
  CONVERSION_TERM,
  /// An automorphism.
  AUTOMORPHISM,
  /// One product of a row with a number in a linear combination, added up.
  COMBINATION_TERM,
  /// Any other pass that reads one or two rows and writes one.
  ELEMENT_WISE;

  /// Whether it is a transform, either way.
  public boolean isTransform() {
    return this == FORWARD_TRANSFORM || this == INVERSE_TRANSFORM;
  }
}
