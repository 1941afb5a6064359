package io.cloakwork.ckks.keyswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.uniform.RowLabel;
import io.cloakwork.spi.uniform.UniformRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniformRowsTest {

  private static final byte[] SEED = new byte[32];

  static {
    for (int i = 0; i < SEED.length; i++) {
      SEED[i] = (byte) i;
    }
  }

  /// RFC 8439 §2.3.2, the key stream block of key 00…1f, nonce 000000090000004a00000000, counter 1,
  /// checks the key stream that the expected rows are made from.
  @Test
  void theIndependentKeyStreamIsThatOfTheRfc() {
    byte[] nonce = HexFormat.of().parseHex("000000090000004a00000000");
    byte[] block = new byte[64];
    PlainChaCha20.block(SEED, 1, nonce, block);
    assertThat(HexFormat.of().formatHex(block))
        .isEqualTo(
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
                + "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e");
  }

  /// The hashes are the format: they change only with a new version of every seeded object.
  @ParameterizedTest
  @CsvSource({
    "12289, 4, 0, 0, 0, f4cd8d39ca2044a739c6f950494291419e8691eaa2a94bb9a1ff837349fef590",
    "1125899906826241, 13, 16777216, 0, 0, 1e2d5e4cdf77b9ffa2479a3503d9d3ea233750cb1231adb7c5f7d9f61e16075b",
    "1099511480321, 13, 33554432, 3, 9, 15a55ac2cdd86a4a122fba3f944dc3c2c8015268a319ba8a0baf4be83a6eb9ac",
    "1099511922689, 12, 50331653, 1, 2, 1964b52705109e54f2878ffa1565a3b322dc15a993dc055be53854f46d794989",
    "2305843009213317121, 12, 67108864, 31, 40, 34908a9c88da167cbaa53a0dd5bfdeed4d4beed0b683a88ca11a8c21b50cacac",
  })
  void rowsAreThoseOfAPlainImplementationForEver(
      long prime, int logN, int stream, int digit, int limb, String golden) throws Exception {
    Modulus q = Modulus.of(prime);
    long[] row = new long[1 << logN];
    RowLabel label = new RowLabel(stream, digit, limb);
    new UniformRows(SEED).expandInto(label, q, row);
    assertThat(sha256(row)).isEqualTo(golden);
    assertThat(sha256(plainRow(SEED, label, q, 1 << logN))).isEqualTo(golden);
    assertThat(Arrays.stream(row).max().orElseThrow()).isLessThan(prime);
  }

  @Test
  void aRowExpandsAloneAndAgain() {
    Modulus q = Primes.largestBelow(50, 10, 1, Set.of()).getFirst();
    UniformRows rows = new UniformRows(SEED);
    long[] first = new long[1024];
    long[] other = new long[1024];
    long[] again = new long[1024];
    RowLabel label = new RowLabel(Streams.PUBLIC_KEY, 0, 5);
    rows.expandInto(label, q, first);
    rows.expandInto(new RowLabel(Streams.PUBLIC_KEY, 0, 6), q, other);
    rows.expandInto(label, q, again);
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    long[] half = new long[512];
    new UniformRows(SEED).expandInto(label, q, half);
    assertThat(half).isEqualTo(Arrays.copyOf(first, 512));
  }

  @Test
  void everyPartOfTheLabelAndTheSeedMatters() {
    Modulus q = Primes.largestBelow(50, 10, 1, Set.of()).getFirst();
    long[] base = expand(SEED, new RowLabel(Streams.PUBLIC_KEY, 1, 2), q);
    byte[] otherSeed = SEED.clone();
    otherSeed[31] ^= 1;
    assertThat(expand(otherSeed, new RowLabel(Streams.PUBLIC_KEY, 1, 2), q)).isNotEqualTo(base);
    assertThat(expand(SEED, new RowLabel(Streams.CIPHERTEXT, 1, 2), q)).isNotEqualTo(base);
    assertThat(expand(SEED, new RowLabel(Streams.PUBLIC_KEY, 2, 1), q)).isNotEqualTo(base);
    assertThat(expand(SEED, new RowLabel(Streams.PUBLIC_KEY, 1, 3), q)).isNotEqualTo(base);
  }

  @Test
  void streamsOfDifferentObjectsAreDisjoint() {
    int largest = Streams.keyStream(KeyId.galois(GaloisElement.conjugation(17)));
    int first = Streams.keyStream(KeyId.relinearization());
    assertThat(first >>> 24).isEqualTo(largest >>> 24);
    assertThat(List.of(first, largest, Streams.PUBLIC_KEY, Streams.CIPHERTEXT))
        .doesNotHaveDuplicates();
    assertThat(Streams.PUBLIC_KEY).isLessThan(first);
    assertThat(Streams.CIPHERTEXT).isGreaterThan(largest);
  }

  @Test
  void refusesWrongSeedsAndLabels() {
    assertThatThrownBy(() -> new UniformRows(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a seed has 32 bytes, not 31");
    assertThatThrownBy(() -> new RowLabel(0, -1, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  /// Uniformity over 64 cells, 2^20 values, five standard deviations of the chi-square statistic.
  @Test
  void valuesAreUniform() {
    long seed = System.nanoTime();
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    Modulus q = Modulus.of(1099511922689L); // just above 2^40: nearly half the words are rejected
    long[] row = new long[1 << 17];
    long[] counts = new long[64];
    UniformRows rows = new UniformRows(bytes);
    for (int limb = 0; limb < 8; limb++) {
      rows.expandInto(new RowLabel(Streams.CIPHERTEXT, 0, limb), q, row);
      for (long value : row) {
        counts[(int) ((double) value / q.value() * 64)]++;
      }
    }
    double expected = (1 << 20) / 64.0;
    double chiSquare = 0;
    for (long count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).as("seed %d", seed).isLessThan(63 + 5 * Math.sqrt(2 * 63));
  }

  private static long[] expand(byte[] seed, RowLabel label, Modulus q) {
    long[] row = new long[64];
    new UniformRows(seed).expandInto(label, q, row);
    return row;
  }

  private static long[] plainRow(byte[] seed, RowLabel label, Modulus q, int n) {
    byte[] nonce = new byte[12];
    ByteBuffer.wrap(nonce)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(label.stream())
        .putInt(label.digit())
        .putInt(label.limb());
    long[] row = new long[n];
    byte[] block = new byte[64];
    int taken = 0;
    for (int counter = 0; taken < n; counter++) {
      PlainChaCha20.block(seed, counter, nonce, block);
      ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      while (words.hasRemaining() && taken < n) {
        long value = words.getLong() % (1L << q.bits());
        value = value < 0 ? value + (1L << q.bits()) : value;
        if (value < q.value()) {
          row[taken++] = value;
        }
      }
    }
    return row;
  }

  private static String sha256(long[] row) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(row.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(row);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
