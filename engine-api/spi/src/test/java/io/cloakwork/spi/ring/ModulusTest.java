package io.cloakwork.spi.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modular arithmetic against BigInteger, for the smallest and the widest primes.
class ModulusTest {

  private static final int ROUNDS = 2_000;

  @ParameterizedTest
  @ValueSource(
      longs = {3, 5, 7, 97, 65537, (1L << 31) - 1, 1125899906842597L, 2305843009213693951L})
  void arithmeticIsThatOfTheIntegers(long q) {
    Modulus modulus = Modulus.of(q);
    BigInteger bigQ = BigInteger.valueOf(q);
    long seed = q * 31 + 7;
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      long a = edge(random, q);
      long b = edge(random, q);
      BigInteger bigA = BigInteger.valueOf(a);
      BigInteger bigB = BigInteger.valueOf(b);
      String what = "a=%d b=%d seed=%d".formatted(a, b, seed);
      assertThat(modulus.add(a, b)).as(what).isEqualTo(word(bigA.add(bigB), bigQ));
      assertThat(modulus.subtract(a, b)).as(what).isEqualTo(word(bigA.subtract(bigB), bigQ));
      assertThat(modulus.multiply(a, b)).as(what).isEqualTo(word(bigA.multiply(bigB), bigQ));
      assertThat(modulus.negate(a)).as(what).isEqualTo(word(bigA.negate(), bigQ));
      long exponent = random.nextLong(1L << 62);
      assertThat(modulus.power(a, exponent))
          .as(what)
          .isEqualTo(bigA.modPow(BigInteger.valueOf(exponent), bigQ).longValueExact());
      if (a != 0) {
        assertThat(modulus.multiply(a, modulus.invert(a))).as(what).isEqualTo(1);
      }
      assertThat(modulus.centre(a)).as(what).isBetween(-(q - 1) / 2, (q - 1) / 2);
      assertThat(modulus.reduce(modulus.centre(a))).as(what).isEqualTo(a);
    }
  }

  private static long edge(Random random, long q) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> q - 1;
      case 2 -> q / 2;
      default -> random.nextLong(q);
    };
  }

  private static long word(BigInteger x, BigInteger q) {
    return x.mod(q).longValueExact();
  }

  @Test
  void anyWordAndAnyIntegerReduce() {
    Modulus modulus = Modulus.of(97);
    assertThat(modulus.reduce(-1)).isEqualTo(96);
    assertThat(modulus.reduce(Long.MIN_VALUE))
        .isEqualTo(word(BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(97)));
    assertThat(modulus.reduce(BigInteger.TWO.pow(200).negate()))
        .isEqualTo(word(BigInteger.TWO.pow(200).negate(), BigInteger.valueOf(97)));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -7, 0, 1, 2, 1L << 61, Long.MAX_VALUE})
  void moduliOutsideTheRangeAreRefused(long value) {
    assertThatThrownBy(() -> Modulus.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modulus " + value + " is not in (2, 2^61)");
  }

  @Test
  void compositesAreRefused() {
    assertThatThrownBy(() -> Modulus.of(341)).hasMessage("modulus 341 is not prime");
  }

  @Test
  void zeroHasNoInverseAndExponentsAreNotNegative() {
    Modulus modulus = Modulus.of(17);
    assertThatThrownBy(() -> modulus.invert(0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("zero has no inverse modulo 17");
    assertThatThrownBy(() -> modulus.power(3, -1)).hasMessage("exponent -1 is negative");
  }

  @Test
  void theFastLaneEndsAtFiftyBits() {
    Modulus below = Primes.largestBelow(50, 4, 1, Set.of()).getFirst();
    Modulus above =
        Primes.nearestTo(50, 4, 8, Set.of()).stream()
            .filter(q -> q.value() > 1L << 50)
            .findFirst()
            .orElseThrow();
    assertThat(below.bits()).isEqualTo(50);
    assertThat(below.isFastLane()).isTrue();
    assertThat(above.bits()).isEqualTo(51);
    assertThat(above.isFastLane()).isFalse();
  }
}
