package io.cloakwork.ckks.encoding;

import io.cloakwork.ckks.EncodingException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// One real number for every slot: the constant polynomial round(value · scale), computed exactly.
public final class ExactScalar {

  private ExactScalar() {}

  /// value · scale rounded to the nearest integer, ties to even.
  ///
  /// @throws EncodingException if the value is not finite
  public static BigInteger round(double value, double scale) {
    Scales.requireValid(scale);
    if (!Double.isFinite(value)) {
      throw new EncodingException("the scalar %s is not finite".formatted(value));
    }
    return new BigDecimal(value)
        .multiply(new BigDecimal(scale))
        .setScale(0, RoundingMode.HALF_EVEN)
        .toBigIntegerExact();
  }

  /// The residues of the rounded product, for `basis` of product Q.
  ///
  /// @throws EncodingException if it is not in (−Q/2, Q/2)
  public static Scalars residues(double value, double scale, RnsBasis basis) {
    BigInteger integer = round(value, scale);
    if (integer.abs().shiftLeft(1).compareTo(basis.product()) >= 0) {
      throw new EncodingException(
          "the scalar %s at scale %s does not fit a modulus of %.2f bits"
              .formatted(value, Scales.format(scale), basis.log2()));
    }
    return Scalars.of(integer, basis);
  }
}
