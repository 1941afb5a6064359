package io.cloakwork.bench.result;

import io.cloakwork.ckks.Parameters;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a result says about the parameters it was measured with. Other libraries may say less than
/// this one, so everything but the name may be absent; what is absent is never guessed from the
/// name, for the same name stands for different chains elsewhere.
///
/// @param name the preset, or whatever the library calls the set
/// @param logN log2 of the ring's degree
/// @param logQP log2 of the whole modulus, special primes included
/// @param limbs primes of the chain without the special ones
/// @param digitCount digits of a key switch at the highest level (dnum)
/// @param logScale log2 of the scale
/// @param securityBits the estimate of classical security
public record ParameterFacts(
    String name,
    OptionalInt logN,
    OptionalDouble logQP,
    OptionalInt limbs,
    OptionalInt digitCount,
    OptionalDouble logScale,
    OptionalInt securityBits) {

  /// A set of which only the name is known.
  public static ParameterFacts named(String name) {
    return new ParameterFacts(
        name,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }

  /// Everything about a parameter set of this library.
  public static ParameterFacts of(String name, Parameters parameters) {
    return new ParameterFacts(
        name,
        OptionalInt.of(parameters.logN()),
        OptionalDouble.of(Math.rint(parameters.logQP() * 100) / 100),
        OptionalInt.of(parameters.maxLevel() + 1),
        OptionalInt.of(parameters.digitCount()),
        OptionalDouble.of(parameters.logScale()),
        OptionalInt.of(parameters.securityBits()));
  }

  /// The same under another name.
  public ParameterFacts withName(String other) {
    return new ParameterFacts(other, logN, logQP, limbs, digitCount, logScale, securityBits);
  }
}
