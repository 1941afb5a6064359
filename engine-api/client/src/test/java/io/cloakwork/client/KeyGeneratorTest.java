package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyGeneratorTest {

  private final Setting setting = new Setting(System.nanoTime() >>> 16);

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void relinearizationKeysEncryptTheSquareOfTheSecret() {
    long[] s = setting.secret.buffer().download();
    long[] square = product(s, s);
    try (KeyGenerator generator = setting.generator()) {
      for (int level = 0; level <= setting.parameters.maxLevel(); level++) {
        try (KeySwitchKey key = generator.relinearizationKey(level)) {
          assertThat(key.id()).isEqualTo(KeyId.relinearization());
          assertIsKey(key, square, s);
        }
      }
    }
  }

  @Test
  void galoisKeysSwitchToTheInverseImageOfTheSecret() {
    long[] s = setting.secret.buffer().download();
    GaloisElement rotation = setting.parameters.rotation(5);
    GaloisElement conjugation = setting.parameters.conjugation();
    try (KeyGenerator generator = setting.generator()) {
      for (GaloisElement element : List.of(rotation, conjugation)) {
        for (int level : new int[] {0, 2, 3}) {
          try (KeySwitchKey key = generator.galoisKey(element, level)) {
            assertThat(key.id()).isEqualTo(KeyId.galois(element));
            assertThat(key.level()).isEqualTo(level);
            assertIsKey(key, s, image(s, element.inverse()));
          }
        }
      }
    }
  }

  @Test
  void publicKeysEncryptZero() {
    RnsBasis basis = setting.parameters.chain().chainQ();
    try (KeyGenerator generator = setting.generator();
        PublicKey key = generator.publicKey()) {
      long[] words = key.buffer().download();
      long[] s = setting.secret.buffer().download();
      RnsShape poly = new RnsShape(Domain.EVAL, setting.parameters.logN(), 1, 1, basis);
      long[] error = new long[(int) poly.words()];
      for (int i = 0; i < error.length; i++) {
        Modulus q = Setting.modulus(poly, i);
        error[i] = q.add(words[i], q.multiply(words[error.length + i], s[i]));
      }
      assertIsError(setting.integers(setting.coefficients(error, poly), poly));
    }
  }

  @Test
  void requestsAreAnswered() throws IOException {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), 3);
    levels.put(KeyId.galois(setting.parameters.rotation(1)), 2);
    levels.put(KeyId.galois(setting.parameters.rotation(-1)), 1);
    KeyRequest request = new KeyRequest(setting.parameters.id(), levels);
    List<KeyId> heard = new ArrayList<>();
    try (KeyGenerator generator = setting.generator();
        EvaluationKeys keys = generator.answer(request, heard::add)) {
      assertThat(keys.asRequest()).isEqualTo(request);
      assertThat(heard).containsExactlyElementsOf(levels.keySet());
      assertThat(keys.bytes()).isEqualTo(request.bytes(setting.parameters));
      byte[] sent = WireWriter.of(keys).toBytes();
      try (EvaluationKeys received =
          new WireReader(setting.context)
              .evaluationKeys(WireSource.of(MemorySegment.ofArray(sent)), request)) {
        for (KeyId id : levels.keySet()) {
          assertThat(received.get(id).buffer().download())
              .isEqualTo(keys.get(id).buffer().download());
        }
      }
    }
  }

  @Test
  void badRequestsLeaveNothingBehind() {
    try (KeyGenerator generator = setting.generator()) {
      TreeMap<KeyId, Integer> levels = new TreeMap<>();
      levels.put(KeyId.relinearization(), 1);
      levels.put(KeyId.galois(setting.parameters.rotation(1)), 9);
      KeyRequest tooHigh = new KeyRequest(setting.parameters.id(), levels);
      generator.relinearizationKey(1).close();
      long before = setting.device.allocatedBytes();
      assertThatThrownBy(() -> generator.answer(tooHigh))
          .isInstanceOf(LevelMismatchException.class)
          .hasMessage("level 9 is not in [0, 3]");
      assertThat(setting.device.allocatedBytes()).isEqualTo(before);
      KeyRequest foreign = new KeyRequest("ab".repeat(32), new TreeMap<>());
      assertThatThrownBy(() -> generator.answer(foreign))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("abab")
          .hasMessageContaining(setting.parameters.id());
    }
  }

  /// The same entropy gives the same bytes for ever, on every backend.
  @Test
  void seededKeysAreStable() throws Exception {
    try (Setting fixed = new Setting(7, 6);
        KeyGenerator generator = fixed.generator();
        KeySwitchKey relinearization = generator.relinearizationKey(3);
        KeySwitchKey rotation = generator.galoisKey(fixed.parameters.rotation(1), 2);
        PublicKey publicKey = generator.publicKey()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(WireWriter.of(relinearization).toBytes());
      digest.update(WireWriter.of(rotation).toBytes());
      digest.update(WireWriter.of(publicKey).toBytes());
      assertThat(HexFormat.of().formatHex(digest.digest()))
          .isEqualTo("183f915e5d8336cc2c4bfae8ffef2d91289715a04551378858edf007ea197bdf");
    }
  }

  @Test
  void keysUnderTwoSeedsShareNothing() {
    try (KeyGenerator generator = setting.generator();
        KeySwitchKey first = generator.relinearizationKey(1);
        KeySwitchKey second = generator.relinearizationKey(1)) {
      assertThat(first.seed()).isNotEqualTo(second.seed());
      assertThat(first.buffer().download()).isNotEqualTo(second.buffer().download());
    }
  }

  /// b_d + a_d·t − P·g_d·s' must be a small error, the same integers modulo every prime.
  private void assertIsKey(KeySwitchKey key, long[] from, long[] to) {
    RnsShape shape = key.buffer().shape();
    int degree = shape.degree();
    RnsBasis whole = SecretKey.shape(setting.parameters).basis();
    BigInteger p = setting.parameters.chain().specialP().product();
    long[] words = key.buffer().download();
    for (Digit digit : setting.parameters.digits(key.level())) {
      RnsShape poly = shape.withPolys(1);
      long[] error = new long[(int) poly.words()];
      for (int limb = 0; limb < shape.limbs(); limb++) {
        Modulus q = shape.basis().get(limb);
        boolean own = limb >= digit.from() && limb < digit.to();
        long factor = own ? q.reduce(p) : 0;
        int source = whole.indexOf(q) * degree;
        for (int i = 0; i < degree; i++) {
          long b = words[shape.row(0, 2 * digit.index(), limb) * degree + i];
          long a = words[shape.row(0, 2 * digit.index() + 1, limb) * degree + i];
          long phase = q.add(b, q.multiply(a, to[source + i]));
          long message = q.multiply(factor, from[source + i]);
          error[limb * degree + i] = q.subtract(phase, message);
        }
      }
      assertIsError(setting.integers(setting.coefficients(error, poly), poly));
    }
  }

  private void assertIsError(long[] errors) {
    double expected = CentredBinomial.ERROR.variance();
    assertThat(Setting.largest(errors)).isBetween(5L, 21L);
    assertThat(Setting.variance(errors))
        .as("seed %d", setting.seed)
        .isCloseTo(expected, within(5.5 * expected * Math.sqrt(2.0 / errors.length)));
  }

  private long[] product(long[] a, long[] b) {
    RnsShape shape = SecretKey.shape(setting.parameters);
    long[] product = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = Setting.modulus(shape, i).multiply(a[i], b[i]);
    }
    return product;
  }

  private long[] image(long[] s, GaloisElement element) {
    int degree = setting.parameters.degree();
    long[] image = new long[s.length];
    for (int i = 0; i < s.length; i++) {
      image[i] = s[i / degree * degree + element.evalSource(i % degree)];
    }
    return image;
  }
}
