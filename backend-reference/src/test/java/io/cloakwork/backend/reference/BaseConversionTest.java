package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Base conversion against the integer that its input stands for.
class BaseConversionTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(4, new int[] {60, 50, 30, 40, 20}, new int[] {61, 50, 30});

  /// The result is x + u·Q with x in [0, Q) and 0 ≤ u < limbs, the same u for every target prime:
  /// the targets' product exceeds limbs·Q, so u can be read off.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void resultIsTheInputPlusABoundedMultipleOfTheProduct(int limbs) {
    RnsBasis from = CHAIN.chainQ().range(5 - limbs, 5);
    RnsBasis to = CHAIN.chainQ().range(0, 5 - limbs).concat(CHAIN.specialP());
    BigInteger q = from.product();
    assertThat(to.product()).isGreaterThan(q.multiply(BigInteger.valueOf(limbs)));

    Set<Integer> overflows = new HashSet<>();
    Random random = new Random(limbs);
    for (int run = 0; run < 64; run++) {
      BigInteger x = run == 0 ? q.subtract(BigInteger.ONE) : new BigInteger(200, random).mod(q);
      BigInteger converted = crt(to, convert(from, to, from.residues(x)));
      BigInteger[] overflow = converted.subtract(x).divideAndRemainder(q);
      assertThat(overflow[1]).as("(result − x) mod Q").isEqualTo(BigInteger.ZERO);
      assertThat(overflow[0]).isBetween(BigInteger.ZERO, BigInteger.valueOf(limbs - 1));
      overflows.add(overflow[0].intValueExact());
    }
    // One limb is exact; several overflow for some inputs, or the test would not see it.
    assertThat(overflows.contains(1)).isEqualTo(limbs > 1);
  }

  @Test
  void zeroAndTheLargestResiduesConvertByTheDefinition() {
    RnsBasis from = CHAIN.chainQ();
    RnsBasis to = CHAIN.specialP();
    assertThat(convert(from, to, new long[5])).containsOnly(0);

    long[] largest = from.moduli().stream().mapToLong(m -> m.value() - 1).toArray();
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < from.size(); i++) {
      BigInteger qi = BigInteger.valueOf(from.get(i).value());
      BigInteger y = from.cofactor(i).modInverse(qi).multiply(qi.subtract(BigInteger.ONE)).mod(qi);
      sum = sum.add(y.multiply(from.cofactor(i)));
    }
    assertThat(convert(from, to, largest)).isEqualTo(to.residues(sum));
  }

  /// The largest residues everywhere: sums of the most and the widest terms that 128 bits take.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 130})
  void wordsAgreeWithTheIntegerForManyWidePrimes(int limbs) {
    List<Modulus> primes = Primes.largestBelow(61, 4, limbs + 3, Set.of());
    RnsBasis from = new RnsBasis(primes.subList(0, limbs));
    RnsBasis to = new RnsBasis(primes.subList(limbs, limbs + 3)).concat(CHAIN.chainQ());
    // yᵢ = qᵢ − 1 for the residue −(Q/qᵢ) mod qᵢ.
    long[] widest = new long[limbs];
    for (int i = 0; i < limbs; i++) {
      widest[i] = from.get(i).negate(from.get(i).reduce(from.cofactor(i)));
    }
    convert(from, to, widest);
    long seed = limbs * 7919L;
    Random random = new Random(seed);
    for (int run = 0; run < 5; run++) {
      convert(
          from, to, from.moduli().stream().mapToLong(q -> random.nextLong(q.value())).toArray());
    }
  }

  @Test
  void smallTargetsTakeWideTerms() {
    RnsBasis from = new RnsBasis(Primes.largestBelow(61, 4, 5, Set.of()));
    RnsBasis to = RnsBasis.of(Modulus.of(97), Modulus.of(193));
    convert(from, to, from.moduli().stream().mapToLong(q -> q.value() - 1).toArray());
  }

  @Test
  void theIntegerIsFormedInSmallRingsOnly() {
    RnsBasis from = CHAIN.chainQ();
    assertThat(BaseConversion.of(12, from, CHAIN.specialP()))
        .isInstanceOf(ExactBaseConversion.class);
    assertThat(BaseConversion.of(13, from, CHAIN.specialP()))
        .isInstanceOf(WordBaseConversion.class);
  }

  /// Both ways, which must agree.
  private static long[] convert(RnsBasis from, RnsBasis to, long[] residues) {
    long[][] in = Arrays.stream(residues).mapToObj(r -> new long[] {r}).toArray(long[][]::new);
    long[][] out = new long[to.size()][1];
    new ExactBaseConversion(from, to).convert(in, out);
    long[][] byWords = new long[to.size()][1];
    new WordBaseConversion(from, to).convert(in, byWords);
    assertThat(byWords).isDeepEqualTo(out);
    return Arrays.stream(out).mapToLong(row -> row[0]).toArray();
  }

  /// The integer in [0, product) with these residues, by Garner's mixed radix.
  private static BigInteger crt(RnsBasis basis, long[] residues) {
    BigInteger x = BigInteger.ZERO;
    BigInteger radix = BigInteger.ONE;
    for (int i = 0; i < basis.size(); i++) {
      Modulus modulus = basis.get(i);
      long difference = modulus.subtract(residues[i], modulus.reduce(x));
      long digit = modulus.multiply(difference, modulus.invert(modulus.reduce(radix)));
      x = x.add(radix.multiply(BigInteger.valueOf(digit)));
      radix = radix.multiply(BigInteger.valueOf(modulus.value()));
    }
    return x;
  }
}
