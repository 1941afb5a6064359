package io.cloakwork.compiler.activation;

import java.util.Optional;
import java.util.OptionalDouble;

/// What is known of the inputs of one activation or polynomial.
///
/// @param range the least and largest value
/// @param source where that is from, for messages
/// @param typical an absolute value that nearly all inputs stay below, if it is known
/// @param distribution of the values, if it is known
public record InputRange(
    Interval range, String source, OptionalDouble typical, Optional<Distribution> distribution) {

  InputRange union(InputRange other) {
    return new InputRange(
        range.union(other.range),
        source + " and " + other.source,
        typical.isPresent() ? typical : other.typical,
        distribution.or(other::distribution));
  }

  InputRange withRange(Interval other, String from) {
    return new InputRange(other, from, typical, distribution);
  }
}
