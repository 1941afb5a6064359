package io.cloakwork.ckks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResiduePackingTest {

  @ParameterizedTest
  @ValueSource(ints = {8, 20, 30, 31, 32, 33, 40, 41, 49, 50, 57, 58, 60, 61})
  void packedRowsAreTheBitStringOfTheFormat(int bits) {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Modulus q = Primes.largestBelow(bits, 5, 1, Set.of()).getFirst();
    for (int degree : new int[] {16, 32, 64, 1024}) {
      long[] row = new long[degree];
      for (int i = 0; i < degree; i++) {
        row[i] = i % 5 == 0 ? q.value() - 1 : random.nextLong(q.value());
      }
      int bytes = ResiduePacking.rowBytes(degree, q);
      assertThat(bytes).isEqualTo(degree * bits / 8);
      byte[] packed = new byte[bytes + ResiduePacking.SLACK_BYTES];
      ResiduePacking.pack(row, q, packed);
      assertThat(Arrays.copyOf(packed, bytes))
          .as("seed %d", seed)
          .isEqualTo(plain(row, bits, bytes));
      long[] read = new long[degree];
      assertThat(ResiduePacking.unpack(packed, q, read)).isEqualTo(-1);
      assertThat(read).as("seed %d", seed).isEqualTo(row);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 50, 61})
  void theFirstResidueOutsideIsFound(int bits) {
    Modulus q = Primes.largestBelow(bits, 5, 1, Set.of()).getFirst();
    long[] row = new long[64];
    row[17] = q.value();
    row[40] = (1L << bits) - 1;
    byte[] packed = new byte[ResiduePacking.rowBytes(64, q) + ResiduePacking.SLACK_BYTES];
    ResiduePacking.pack(row, q, packed);
    assertThat(ResiduePacking.unpack(packed, q, new long[64])).isEqualTo(17);
  }

  private static byte[] plain(long[] row, int bits, int bytes) {
    BigInteger string = BigInteger.ZERO;
    for (int i = row.length - 1; i >= 0; i--) {
      string = string.shiftLeft(bits).or(BigInteger.valueOf(row[i]));
    }
    byte[] expected = new byte[bytes];
    byte[] bigEndian = string.toByteArray();
    for (int i = 0; i < Math.min(bytes, bigEndian.length); i++) {
      expected[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return expected;
  }
}
