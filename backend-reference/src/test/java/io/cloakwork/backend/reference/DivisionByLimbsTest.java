package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Division against integers: ⌊(x + ⌊P/2⌋)/P⌋ − u with 0 ≤ u < limbs of P; with one limb, u = 0 and
/// the result is the nearest integer.
class DivisionByLimbsTest {

  private static final int LOG_N = 4;
  private static final ModulusChain CHAIN =
      ModulusChain.search(LOG_N, new int[] {60, 50, 40}, new int[] {61, 50, 30});

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void quotientIsRoundedUpToTheOverflow(int divisorLimbs) {
    RnsBasis kept = CHAIN.chainQ();
    RnsBasis divisor = CHAIN.specialP().range(0, divisorLimbs);
    RnsBasis basis = kept.concat(divisor);
    BigInteger p = divisor.product();
    BigInteger[] x = new BigInteger[1 << LOG_N];
    Random random = new Random(divisorLimbs);
    for (int k = 0; k < x.length; k++) {
      x[k] = new BigInteger(basis.product().bitLength() - 2, random);
    }
    x[0] = p.shiftRight(1); // just below one half
    x[1] = p.shiftRight(1).add(BigInteger.ONE); // just above
    x[2] = BigInteger.ZERO;

    long[][] quotient = divide(basis, kept.size(), x);

    for (int k = 0; k < x.length; k++) {
      BigInteger rounded = x[k].add(p.shiftRight(1)).divide(p);
      BigInteger residue = BigInteger.valueOf(quotient[0][k]);
      BigInteger u = rounded.subtract(residue).mod(BigInteger.valueOf(kept.get(0).value()));
      assertThat(u)
          .as("overflow of coefficient %d", k)
          .isLessThan(BigInteger.valueOf(divisorLimbs));
      for (int j = 0; j < kept.size(); j++) {
        assertThat(quotient[j][k]).isEqualTo(kept.get(j).reduce(rounded.subtract(u)));
      }
    }
  }

  private static long[][] divide(RnsBasis basis, int keptLimbs, BigInteger[] x) {
    Map<Modulus, Transform> transforms = new HashMap<>();
    basis.moduli().forEach(modulus -> transforms.put(modulus, new Transform(LOG_N, modulus)));
    long[][] in = new long[basis.size()][x.length];
    for (int i = 0; i < in.length; i++) {
      for (int k = 0; k < x.length; k++) {
        in[i][k] = basis.get(i).reduce(x[k]);
      }
      transforms.get(basis.get(i)).forward(in[i]);
    }
    long[][] out = new long[keptLimbs][x.length];
    new DivisionByLimbs(LOG_N, basis, keptLimbs, transforms::get).divide(in, out);
    for (int j = 0; j < keptLimbs; j++) {
      transforms.get(basis.get(j)).inverse(out[j]);
    }
    return out;
  }
}
