package io.cloakwork.backend.reference;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.function.Function;

/// Division with rounding by P, the product of the last limbs, in the evaluation domain: what
/// ModDown and Rescale mean. With t the coefficients modulo P, the result is (in −
/// Ntt(BaseConvert(t + ⌊P/2⌋) − ⌊P/2⌋)) · P⁻¹ on the kept limbs.
final class DivisionByLimbs {

  private final RnsBasis kept;
  private final RnsBasis divisor;
  private final BaseConversion conversion;
  private final Function<Modulus, Transform> transforms;
  private final BigInteger p;

  DivisionByLimbs(
      int logN, RnsBasis basis, int keptLimbs, Function<Modulus, Transform> transforms) {
    this.kept = basis.range(0, keptLimbs);
    this.divisor = basis.range(keptLimbs, basis.size());
    this.conversion = BaseConversion.of(logN, divisor, kept);
    this.transforms = transforms;
    this.p = divisor.product();
  }

  /// Divides one polynomial: `in` has a row a kept limb, then a row a limb of P; `out` a row a kept
  /// limb.
  void divide(long[][] in, long[][] out) {
    BigInteger half = p.shiftRight(1);
    long[][] remainder = new long[divisor.size()][];
    for (int i = 0; i < remainder.length; i++) {
      remainder[i] = in[kept.size() + i].clone();
      transforms.apply(divisor.get(i)).inverse(remainder[i]);
      addConstant(divisor.get(i), remainder[i], half);
    }
    long[][] converted = new long[kept.size()][in[0].length];
    conversion.convert(remainder, converted);
    for (int j = 0; j < out.length; j++) {
      Modulus modulus = kept.get(j);
      addConstant(modulus, converted[j], half.negate());
      transforms.apply(modulus).forward(converted[j]);
      long inverseP = modulus.invert(modulus.reduce(p));
      for (int k = 0; k < out[j].length; k++) {
        long difference = modulus.subtract(in[j][k], converted[j][k]);
        out[j][k] = modulus.multiply(difference, inverseP);
      }
    }
  }

  private static void addConstant(Modulus modulus, long[] row, BigInteger constant) {
    long residue = modulus.reduce(constant);
    for (int k = 0; k < row.length; k++) {
      row[k] = modulus.add(row[k], residue);
    }
  }
}
