package io.cloakwork.ckks.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CentredReconstructionTest {

  private static final long SEED = 42;

  /// More than one block, the last of them not full.
  private static final int DEGREE = 600;

  static Stream<RnsBasis> bases() {
    return Stream.of(
        basis(50),
        basis(50, 40),
        basis(40, 60, 30),
        basis(60, 30, 45, 50),
        basis(60, 40, 40, 40, 40, 40, 40),
        RnsBasis.of(Modulus.of((1L << 61) - 1), Modulus.of(3)),
        RnsBasis.of(Modulus.of(3), Modulus.of((1L << 61) - 1), Modulus.of(5)));
  }

  private static RnsBasis basis(int... bits) {
    return ModulusChain.search(4, bits, new int[] {55}).chainQ();
  }

  @ParameterizedTest
  @MethodSource("bases")
  void numbersAroundEveryBoundaryAreExact(RnsBasis basis) {
    for (BigInteger value : boundaries(basis)) {
      BigInteger[] values = new BigInteger[16];
      Arrays.fill(values, value);
      requireReconstructed(basis, values);
    }
  }

  @ParameterizedTest
  @MethodSource("bases")
  void numbersOfAllSizesShareABlock(RnsBasis basis) {
    SplittableRandom random = new SplittableRandom(SEED);
    int bits = basis.product().bitLength();
    BigInteger[] values = new BigInteger[DEGREE];
    for (int i = 0; i < DEGREE; i++) {
      byte[] bytes = new byte[1 + random.nextInt(bits / 8 + 1)];
      random.nextBytes(bytes);
      values[i] = centred(new BigInteger(bytes), basis.product());
    }
    requireReconstructed(basis, values);
  }

  /// The only large coefficient of a polynomial agrees with a small one modulo all primes but one.
  @ParameterizedTest
  @MethodSource("bases")
  void oneResidueThatDiffersIsSeen(RnsBasis basis) {
    BigInteger product = basis.product();
    for (Modulus modulus : basis.moduli()) {
      BigInteger others = product.divide(BigInteger.valueOf(modulus.value()));
      for (long small : new long[] {-1, 0, 1}) {
        BigInteger[] values = new BigInteger[DEGREE];
        Arrays.fill(values, BigInteger.ONE.negate());
        values[DEGREE - 1] = centred(others.add(BigInteger.valueOf(small)), product);
        requireReconstructed(basis, values);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bases")
  void polynomialsAreFoundAtTheirOffset(RnsBasis basis) {
    BigInteger[] values = boundaries(basis).toArray(BigInteger[]::new);
    long[] words = words(basis, values);
    long[] shifted = new long[words.length + 7];
    System.arraycopy(words, 0, shifted, 7, words.length);
    double[] expected = new double[values.length];
    double[] out = new double[values.length];
    CentredReconstruction reconstruction = new CentredReconstruction(basis);
    reconstruction.toDoubles(words, 0, expected);
    reconstruction.toDoubles(shifted, 7, out);
    assertThat(out).isEqualTo(expected);
  }

  /// Numbers within 2 of 0, of the ends of the range of the first k primes and of their products,
  /// for every k, on both sides.
  private static List<BigInteger> boundaries(RnsBasis basis) {
    BigInteger product = basis.product();
    List<BigInteger> values = new ArrayList<>();
    for (int k = 0; k <= basis.size(); k++) {
      BigInteger partial = k == 0 ? BigInteger.ZERO : basis.range(0, k).product();
      for (BigInteger middle : List.of(partial.shiftRight(1), partial)) {
        for (int step = -2; step <= 2; step++) {
          BigInteger value = centred(middle.add(BigInteger.valueOf(step)), product);
          values.add(value);
          values.add(value.negate());
        }
      }
    }
    return values;
  }

  private static BigInteger centred(BigInteger value, BigInteger product) {
    BigInteger residue = value.mod(product);
    return residue.compareTo(product.shiftRight(1)) > 0 ? residue.subtract(product) : residue;
  }

  private static long[] words(RnsBasis basis, BigInteger[] values) {
    long[] words = new long[basis.size() * values.length];
    for (int limb = 0; limb < basis.size(); limb++) {
      for (int i = 0; i < values.length; i++) {
        words[limb * values.length + i] = basis.get(limb).reduce(values[i]);
      }
    }
    return words;
  }

  private static void requireReconstructed(RnsBasis basis, BigInteger[] values) {
    double[] out = new double[values.length];
    new CentredReconstruction(basis).toDoubles(words(basis, values), 0, out);
    IntStream.range(0, values.length)
        .forEach(i -> {
          double expected = values[i].doubleValue();
          // Up to 2^53 doubles hold every integer; above, each prime and each sum is rounded.
          double units = values[i].bitLength() <= 53 ? 0 : 2 * basis.size() + 2;
          double error = units * 0x1p-53 * Math.abs(expected);
          assertThat(out[i])
              .as("coefficient %d, %s (seed %d)", i, values[i], SEED)
              .isCloseTo(expected, Offset.offset(error));
        });
  }
}
