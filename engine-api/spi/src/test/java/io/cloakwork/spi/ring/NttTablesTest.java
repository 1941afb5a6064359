package io.cloakwork.spi.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Roots and twiddles against brute force.
class NttTablesTest {

  @ParameterizedTest
  @CsvSource({"4, 97", "4, 193", "5, 193", "5, 257", "6, 7681", "8, 12289", "10, 12289"})
  void theRootIsTheLeastOfItsOrder(int logN, long q) {
    Modulus modulus = Modulus.of(q);
    long least = 0;
    for (long x = 2; least == 0; x++) {
      if (order(modulus, x) == 2L << logN) {
        least = x;
      }
    }
    assertThat(NttTables.of(logN, modulus).root()).isEqualTo(least);
  }

  private static long order(Modulus modulus, long x) {
    long order = 1;
    for (long power = x; power != 1; power = modulus.multiply(power, x)) {
      order++;
    }
    return order;
  }

  @ParameterizedTest
  @CsvSource({"12, 50", "14, 61", "17, 30"})
  void theRootOfAWidePrimeHasOrderTwoN(int logN, int bits) {
    Modulus modulus = Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
    long root = NttTables.of(logN, modulus).root();
    assertThat(modulus.power(root, 1L << logN)).isEqualTo(modulus.value() - 1);
    // The other roots are its odd powers; spot checks that none is smaller.
    for (long odd = 3; odd < 4_000; odd += 2) {
      assertThat(modulus.power(root, odd)).isGreaterThan(root);
    }
  }

  @Test
  void powersAreBitReversed() {
    Modulus modulus = Modulus.of(97);
    NttTables tables = NttTables.of(4, modulus);
    long[] forward = tables.bitReversedPowers();
    long[] inverse = tables.bitReversedInversePowers();
    for (int i = 0; i < 16; i++) {
      int reversed = Integer.parseInt(reverse("%4s".formatted(Integer.toBinaryString(i))), 2);
      assertThat(forward[i]).isEqualTo(modulus.power(tables.root(), reversed));
      assertThat(modulus.multiply(forward[i], inverse[i])).isEqualTo(1);
    }
    assertThat(modulus.multiply(tables.inverseN(), 16)).isEqualTo(1);
  }

  private static String reverse(String bits) {
    return new StringBuilder(bits.replace(' ', '0')).reverse().toString();
  }

  @Test
  void bitReversalIsAnInvolution() {
    for (int bits = 0; bits <= 12; bits++) {
      for (int i = 0; i < 1 << bits; i++) {
        assertThat(BitReversal.of(BitReversal.of(i, bits), bits)).isEqualTo(i);
      }
    }
    assertThat(BitReversal.of(0b0010, 4)).isEqualTo(0b0100);
    assertThat(BitReversal.of(1, 31)).isEqualTo(1 << 30);
  }

  @Test
  void aModulusWithoutTheRootIsRefused() {
    assertThatThrownBy(() -> NttTables.of(5, Modulus.of(97 + 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modulus 113 is not 1 mod 2^6: no NTT of that length");
  }
}
