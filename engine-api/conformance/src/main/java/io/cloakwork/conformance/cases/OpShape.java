package io.cloakwork.conformance.cases;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.stream.Collectors;

/// The size of an operation case.
///
/// @param logN log2 of the ring degree
/// @param batch items
/// @param polys polynomials an item
/// @param basis the limbs of the result
/// @param others further limbs: the target of conversions, the divisor of divisions
record OpShape(int logN, int batch, int polys, RnsBasis basis, RnsBasis others) {

  private static final int[] OTHER_BITS = {45, 50};

  static OpShape of(int logN, int batch, int polys, int... bits) {
    RnsBasis basis = TestPrimes.basis(logN, bits);
    return new OpShape(logN, batch, polys, basis, TestPrimes.disjointFrom(logN, basis, OTHER_BITS));
  }

  OpShape withOthers(int... bits) {
    return new OpShape(logN, batch, polys, basis, TestPrimes.disjointFrom(logN, basis, bits));
  }

  @Override
  public String toString() {
    String bits =
        basis.moduli().stream()
            .map(Modulus::bits)
            .map(String::valueOf)
            .collect(Collectors.joining("+"));
    return "logN=%d,batch=%d,polys=%d,bits=%s".formatted(logN, batch, polys, bits);
  }
}
