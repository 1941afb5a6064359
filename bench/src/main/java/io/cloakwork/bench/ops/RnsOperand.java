package io.cloakwork.bench.ops;

import io.cloakwork.bench.floors.Lane;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;

/// The size of what the operations of the contract are timed on: that of one polynomial of the
/// highest level of a parameter set.
///
/// @param limbs of the polynomial
/// @param divisor the special primes
/// @param terms of a sum of products: the digits of a key switch
/// @param rotation an automorphism of the ring
public record RnsOperand(
    int logN, int batch, RnsBasis limbs, RnsBasis divisor, int terms, GaloisElement rotation) {

  /// One polynomial with the parameters' own primes, whatever their lanes.
  static RnsOperand of(Parameters parameters) {
    return new RnsOperand(
        parameters.logN(),
        1,
        parameters.chain().chainQ(),
        parameters.chain().specialP(),
        parameters.digitCount(),
        parameters.rotation(1));
  }

  /// The parameters' own primes in the fast lane, as many of 60 bits in the wide one.
  ///
  /// @throws IllegalArgumentException if the parameters have primes that are not of the fast lane,
  ///   and that is asked for
  public static RnsOperand of(Parameters parameters, Lane lane, int batch) {
    RnsBasis own = parameters.chain().chainQ();
    RnsBasis special = parameters.chain().specialP();
    if (lane == Lane.FAST
        && !own.concat(special).moduli().stream().allMatch(m -> Lane.of(m) == lane)) {
      throw new IllegalArgumentException(
          "%s has primes of more than 50 bits".formatted(parameters));
    }
    int count = own.size() + special.size();
    RnsBasis all = lane == Lane.FAST ? own.concat(special) : lane.primes(parameters.logN(), count);
    return new RnsOperand(
        parameters.logN(),
        batch,
        all.range(0, own.size()),
        all.range(own.size(), count),
        parameters.digitCount(),
        parameters.rotation(1));
  }

  /// Limbs and divisor.
  RnsBasis extended() {
    return limbs.concat(divisor);
  }

  /// Whether a result divides by the divisor, as [RnsOp.ModDown] does.
  int divisorLimbs() {
    return divisor.size();
  }
}
