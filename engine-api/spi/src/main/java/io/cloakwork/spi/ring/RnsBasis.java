package io.cloakwork.spi.ring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// An ordered list of distinct primes: the residue number system of the limbs of a polynomial.
///
/// @param moduli the primes, one a limb
public record RnsBasis(List<Modulus> moduli) {

  public RnsBasis {
    moduli = List.copyOf(moduli);
    if (moduli.isEmpty()) {
      throw new IllegalArgumentException("a basis has at least one modulus");
    }
    if (new HashSet<>(moduli).size() != moduli.size()) {
      throw new IllegalArgumentException("a basis repeats a modulus: " + moduli);
    }
  }

  public static RnsBasis of(Modulus... moduli) {
    return new RnsBasis(List.of(moduli));
  }

  public int size() {
    return moduli.size();
  }

  public Modulus get(int limb) {
    return moduli.get(limb);
  }

  /// The limbs [from, to) as a basis.
  public RnsBasis range(int from, int to) {
    return new RnsBasis(moduli.subList(from, to));
  }

  /// The chosen limbs, in the order given.
  public RnsBasis select(int... limbs) {
    List<Modulus> chosen = new ArrayList<>(limbs.length);
    for (int limb : limbs) {
      chosen.add(moduli.get(limb));
    }
    return new RnsBasis(chosen);
  }

  /// This basis followed by `other`; the two must be disjoint.
  public RnsBasis concat(RnsBasis other) {
    List<Modulus> all = new ArrayList<>(moduli);
    all.addAll(other.moduli);
    return new RnsBasis(all);
  }

  /// The position of `modulus`, or −1.
  public int indexOf(Modulus modulus) {
    return moduli.indexOf(modulus);
  }

  /// The product of the primes.
  public BigInteger product() {
    BigInteger product = BigInteger.ONE;
    for (Modulus modulus : moduli) {
      product = product.multiply(BigInteger.valueOf(modulus.value()));
    }
    return product;
  }

  /// The product of the primes but `limb`: Q/q_limb.
  public BigInteger cofactor(int limb) {
    return product().divide(BigInteger.valueOf(moduli.get(limb).value()));
  }

  /// `x` mod each prime, canonical.
  public long[] residues(BigInteger x) {
    long[] residues = new long[moduli.size()];
    for (int i = 0; i < residues.length; i++) {
      residues[i] = moduli.get(i).reduce(x);
    }
    return residues;
  }

  /// The sum of log2 of the primes.
  public double log2() {
    double sum = 0;
    for (Modulus modulus : moduli) {
      sum += StrictMath.log(modulus.value()) / StrictMath.log(2);
    }
    return sum;
  }
}
