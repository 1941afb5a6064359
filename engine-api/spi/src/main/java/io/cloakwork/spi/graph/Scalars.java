package io.cloakwork.spi.graph;

import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.Arrays;

/// One canonical residue a limb: a constant known when the graph is recorded.
public final class Scalars {

  private final long[] residues;

  private Scalars(long[] residues) {
    this.residues = residues;
  }

  /// The residues of the integer `x`, which may be negative and of any size.
  public static Scalars of(BigInteger x, RnsBasis basis) {
    return new Scalars(basis.residues(x));
  }

  /// Residues given one by one, each in [0, q_i); their number and range are checked by the
  /// command.
  public static Scalars ofResidues(long... residues) {
    return new Scalars(residues.clone());
  }

  public int size() {
    return residues.length;
  }

  public long get(int limb) {
    return residues[limb];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scalars that && Arrays.equals(residues, that.residues);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(residues);
  }

  @Override
  public String toString() {
    return Arrays.toString(residues);
  }
}
