package io.cloakwork.bench.floors;

/// A limit of a device and where it is known from.
///
/// @param perSecond modular products, or bytes
/// @param source `probe` and the program that reached it, or `facts` and what it follows from
public record Rate(double perSecond, String source) {

  public Rate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate of %s a second".formatted(perSecond));
    }
  }

  /// The larger one: no limit is below what has been seen.
  public Rate orHigher(Rate other) {
    return other.perSecond > perSecond ? other : this;
  }
}
