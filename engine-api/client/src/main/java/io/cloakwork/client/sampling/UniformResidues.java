package io.cloakwork.client.sampling;

import io.cloakwork.spi.ring.Modulus;

/// Uniform residues modulo a prime, by rejection: a word masked to the bit length of q is taken if
/// it is below q, which more than half of them are. The time tells how many were rejected, nothing
/// about those taken.
public final class UniformResidues {

  private UniformResidues() {}

  /// Fills `out` with independent uniform values in [0, q).
  public static void sampleInto(Entropy entropy, Modulus q, long[] out) {
    long mask = -1L >>> (Long.SIZE - q.bits());
    for (int i = 0; i < out.length; ) {
      long candidate = entropy.nextLong() & mask;
      if (candidate < q.value()) {
        out[i++] = candidate;
      }
    }
  }
}
