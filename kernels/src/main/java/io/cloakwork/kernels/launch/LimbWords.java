package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;

/// What a kernel is told about each limb of a launch.
interface LimbWords {

  /// The words of limb `limb`, whose prime is `modulus`; of one length for all limbs.
  long[] of(Lane lane, Modulus modulus, int limb);

  /// x -> factor x + addend.
  static LimbWords scalars(Residue factor, Residue addend) {
    return (lane, modulus, limb) ->
        lane.scalar(factor.of(modulus, limb), addend.of(modulus, limb), modulus);
  }

  /// These words and those of `next` after them.
  default LimbWords then(LimbWords next) {
    return (lane, modulus, limb) -> {
      long[] first = of(lane, modulus, limb);
      long[] second = next.of(lane, modulus, limb);
      long[] both = java.util.Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    };
  }
}
