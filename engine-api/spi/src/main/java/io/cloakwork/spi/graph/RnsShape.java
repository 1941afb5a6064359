package io.cloakwork.spi.graph;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;

/// The shape of an operand or a buffer: batch × polynomial × limb × N words of 64 bits, in that
/// order, the last index fastest. A batch of 1 is shared by every item of a larger batch.
///
/// @param domain what the words are
/// @param logN log2 of the ring degree
/// @param batch items; at least 1
/// @param polys polynomials an item (two for a fresh ciphertext); at least 1
/// @param basis the prime of each limb
public record RnsShape(Domain domain, int logN, int batch, int polys, RnsBasis basis) {

  public RnsShape {
    if (logN < ModulusChain.MIN_LOG_N || logN > ModulusChain.MAX_LOG_N) {
      throw new GraphException(
          "logN %d is not in [%d, %d]"
              .formatted(logN, ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N));
    }
    if (batch < 1 || polys < 1) {
      throw new GraphException(
          "batch %d and polynomials %d must be positive".formatted(batch, polys));
    }
    for (Modulus modulus : basis.moduli()) {
      if (!modulus.supportsNtt(logN)) {
        throw new GraphException("modulus %s is not 1 mod 2^%d".formatted(modulus, logN + 1));
      }
    }
  }

  /// N.
  public int degree() {
    return 1 << logN;
  }

  public int limbs() {
    return basis.size();
  }

  /// Rows of N words: batch · polys · limbs.
  public int rows() {
    return Math.multiplyExact(Math.multiplyExact(batch, polys), basis.size());
  }

  /// The row of (item, poly, limb) in the contract's order.
  public int row(int item, int poly, int limb) {
    return (item * polys + poly) * basis.size() + limb;
  }

  /// [#row] of a place that a caller names.
  ///
  /// @throws IllegalArgumentException if the shape has no such row
  public int checkedRow(int item, int poly, int limb) {
    if (item < 0 || item >= batch || poly < 0 || poly >= polys || limb < 0 || limb >= limbs()) {
      throw new IllegalArgumentException(
          "item %d, polynomial %d, limb %d are not in shape %s".formatted(item, poly, limb, this));
    }
    return row(item, poly, limb);
  }

  /// Whether the other shape has the same rows in the same order: equal domain, degree and limbs,
  /// and as many polynomials over all items.
  public boolean hasRowsOf(RnsShape other) {
    return domain == other.domain
        && logN == other.logN
        && basis.equals(other.basis)
        && rows() == other.rows();
  }

  /// 64-bit words in all.
  public long words() {
    return (long) rows() << logN;
  }

  public long bytes() {
    return words() * Long.BYTES;
  }

  public RnsShape withDomain(Domain newDomain) {
    return new RnsShape(newDomain, logN, batch, polys, basis);
  }

  public RnsShape withBatch(int newBatch) {
    return new RnsShape(domain, logN, newBatch, polys, basis);
  }

  public RnsShape withBasis(RnsBasis newBasis) {
    return new RnsShape(domain, logN, batch, polys, newBasis);
  }

  public RnsShape withPolys(int newPolys) {
    return new RnsShape(domain, logN, batch, newPolys, basis);
  }

  @Override
  public String toString() {
    return "%s %d x %d x %d x 2^%d".formatted(domain, batch, polys, basis.size(), logN);
  }
}
