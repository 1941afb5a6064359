package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.MissingKeyException;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The evaluator under keys made here: what is computed decrypts to what was meant.
class SchemeTest {

  /// Errors of a key switch at N = 2^10 are some 2^-26 of the scale 2^40; this is far above them
  /// and far below any wrong result.
  private static final double TOLERANCE = 0x1p-18;

  private final Setting setting = new Setting(System.nanoTime() >>> 16);
  private final Encoder encoder = new Encoder(setting.context);
  private final Decryptor decryptor = new Decryptor(setting.context, setting.secret);
  private final SecretKeyEncryptor encryptor = setting.secretEncryptor();
  private final int slots = setting.parameters.slots();
  private final double scale = setting.parameters.defaultScale();
  private final SplittableRandom random = new SplittableRandom(setting.seed);

  @AfterEach
  void close() {
    encryptor.close();
    setting.close();
  }

  @Test
  void publicSecretAndSeededEncryptionsAgree() {
    double[] values = values();
    try (KeyGenerator generator = setting.generator();
        PublicKey key = generator.publicKey();
        PublicKeyEncryptor publicly = Encryptor.of(setting.context, key);
        Plaintext message = encoder.encode(values, 3, scale);
        Ciphertext a = publicly.encrypt(message);
        Ciphertext b = encryptor.encrypt(message);
        SeededCiphertext c = encryptor.encryptSeeded(message)) {
      assertThat(decryptor.decryptDecode(a)).containsExactly(values, within(TOLERANCE));
      assertThat(decryptor.decryptDecode(b)).containsExactly(values, within(TOLERANCE));
      assertThat(decryptor.decryptDecode(c.ciphertext()))
          .containsExactly(values, within(TOLERANCE));
    }
  }

  @Test
  void productsAreRelinearised() {
    double[] x = values();
    double[] y = values();
    double[] expected = new double[slots];
    Arrays.setAll(expected, i -> x[i] * y[i]);
    for (int level = 1; level <= 3; level++) {
      try (EvaluationKeys keys = keys(level, KeyId.relinearization());
          Ciphertext a = encrypt(x, level);
          Ciphertext b = encrypt(y, level)) {
        Evaluator evaluator = new Evaluator(setting.context, keys);
        try (Ciphertext product = evaluator.multiplyRelinearizeRescale(a, b)) {
          assertThat(product.level()).isEqualTo(level - 1);
          assertThat(decryptor.decryptDecode(product)).containsExactly(expected, within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void rotationsAndConjugationMoveSlots() {
    double[] re = values();
    double[] im = values();
    int[] steps = {1, -1, 7, slots / 2};
    KeyId[] ids =
        Arrays.stream(steps)
            .mapToObj(step -> KeyId.galois(setting.parameters.rotation(step)))
            .toArray(KeyId[]::new);
    KeyId conjugation = KeyId.galois(setting.parameters.conjugation());
    KeyId[] all = Arrays.copyOf(ids, ids.length + 1);
    all[ids.length] = conjugation;
    try (EvaluationKeys keys = keys(2, all);
        Plaintext message = encoder.encode(re, im, 2, scale);
        Ciphertext a = encryptor.encrypt(message)) {
      Evaluator evaluator = new Evaluator(setting.context, keys);
      for (int step : steps) {
        try (Ciphertext rotated = evaluator.rotate(a, step)) {
          assertSlots(rotated, rotated(re, step), rotated(im, step));
        }
      }
      List<Ciphertext> hoisted = evaluator.rotateHoisted(a, steps);
      for (int i = 0; i < steps.length; i++) {
        try (Ciphertext rotated = hoisted.get(i)) {
          assertSlots(rotated, rotated(re, steps[i]), rotated(im, steps[i]));
        }
      }
      try (Ciphertext conjugated = evaluator.conjugate(a)) {
        double[] minus = new double[slots];
        Arrays.setAll(minus, i -> -im[i]);
        assertSlots(conjugated, re, minus);
      }
    }
  }

  @Test
  void keysForALowerLevelServeThatLevelAndNoHigherOne() {
    double[] x = values();
    KeyId id = KeyId.galois(setting.parameters.rotation(3));
    try (EvaluationKeys trimmed = keys(1, id);
        EvaluationKeys full = keys(3, id);
        Ciphertext low = encrypt(x, 1);
        Ciphertext high = encrypt(x, 2)) {
      assertThat(trimmed.bytes()).isLessThan(full.bytes() / 2);
      Evaluator narrow = new Evaluator(setting.context, trimmed);
      Evaluator wide = new Evaluator(setting.context, full);
      try (Ciphertext a = narrow.rotate(low, 3);
          Ciphertext b = wide.rotate(low, 3)) {
        assertThat(decryptor.decryptDecode(a)).containsExactly(rotated(x, 3), within(TOLERANCE));
        assertThat(decryptor.decryptDecode(b)).containsExactly(rotated(x, 3), within(TOLERANCE));
      }
      assertThatThrownBy(() -> narrow.rotate(high, 3))
          .isInstanceOf(MissingKeyException.class)
          .hasMessageContaining("level 1")
          .hasMessageContaining("level 2");
    }
  }

  @Test
  void batchesAreComputedItemByItem() {
    double[][] x = {values(), values(), values()};
    KeyId id = KeyId.galois(setting.parameters.rotation(5));
    try (EvaluationKeys keys = keys(2, id);
        Plaintext message = encoder.encodeBatch(x, 2, scale);
        Ciphertext batch = encryptor.encrypt(message)) {
      Evaluator evaluator = new Evaluator(setting.context, keys);
      try (Ciphertext rotated = evaluator.rotate(batch, 5)) {
        List<SlotVector> items = decryptor.decryptDecodeBatch(rotated);
        for (int item = 0; item < x.length; item++) {
          assertThat(items.get(item).re()).containsExactly(rotated(x[item], 5), within(TOLERANCE));
        }
      }
    }
  }

  private EvaluationKeys keys(int level, KeyId... ids) {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    for (KeyId id : ids) {
      levels.put(id, level);
    }
    try (KeyGenerator generator = setting.generator()) {
      return generator.answer(new KeyRequest(setting.parameters.id(), levels));
    }
  }

  private Ciphertext encrypt(double[] values, int level) {
    try (Plaintext message = encoder.encode(values, level, scale)) {
      return encryptor.encrypt(message);
    }
  }

  private void assertSlots(Ciphertext ciphertext, double[] re, double[] im) {
    SlotVector found = decryptor.decryptDecodeBatch(ciphertext).getFirst();
    assertThat(found.re()).as("seed %d", setting.seed).containsExactly(re, within(TOLERANCE));
    assertThat(found.im()).as("seed %d", setting.seed).containsExactly(im, within(TOLERANCE));
  }

  private double[] values() {
    return random.doubles(slots, -1, 1).toArray();
  }

  private static double[] rotated(double[] values, int steps) {
    double[] rotated = new double[values.length];
    Arrays.setAll(rotated, i -> values[Math.floorMod(i + steps, values.length)]);
    return rotated;
  }
}
