package io.cloakwork.bench.floors;

/// What becomes of a modular product, which decides how much arithmetic it takes. In rising order
/// of freedom: a product of one form may always be computed as one of the form before.
///
/// Whether both factors are data or one is a constant makes no form of its own. Below 2^50 they
/// take the same arithmetic, above Barrett's reduction takes a product of words more than Shoup's;
/// but products of data are so few for the bytes that come with them that no program would reach
/// their limit, and what a probe took for it would be a bandwidth.
public enum Form {
  /// Reduced by itself, with at most one addition or subtraction that goes along: butterflies,
  /// element-wise products, products by constants.
  REDUCED("products"),
  /// One of a sum that is reduced once a word, however long it is: inner products, base
  /// conversions, products of which only the sum is used.
  TERM("terms of sums"),
  /// A term whose factor is an integer that is known beforehand, as in linear combinations. The
  /// smaller the integer, the fewer products of machine words: rates are those of small ones.
  WEIGHTED("weighted terms");

  private final String label;

  Form(String label) {
    this.label = label;
  }

  /// The name in reports, a plural.
  public String label() {
    return label;
  }
}
