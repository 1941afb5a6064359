package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.keyswitch.Streams;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.uniform.RowLabel;
import io.cloakwork.spi.uniform.UniformRows;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncryptionTest {

  private static final double ERROR_VARIANCE = CentredBinomial.ERROR.variance();
  private static final double STANDARD_ERRORS = 5;

  private final Setting setting = new Setting(System.nanoTime() >>> 16);
  private final Decryptor decryptor = new Decryptor(setting.context, setting.secret);

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void secretKeyEncryptionAddsTheErrorAndNothingElse() {
    int batch = 4;
    for (int level = 0; level <= setting.parameters.maxLevel(); level++) {
      try (SecretKeyEncryptor encryptor = setting.secretEncryptor();
          Plaintext message = setting.randomPlaintext(level, batch);
          Ciphertext ciphertext = encryptor.encrypt(message);
          Plaintext decrypted = decryptor.decrypt(ciphertext)) {
        assertThat(ciphertext.level()).isEqualTo(level);
        assertThat(ciphertext.batch()).isEqualTo(batch);
        assertThat(ciphertext.scale()).isEqualTo(message.scale());
        long[] errors = setting.difference(decrypted, message);
        assertThat(Setting.largest(errors)).isBetween(5L, 21L);
        assertThat(Setting.variance(errors))
            .as("variance of %d errors, seed %d", errors.length, setting.seed)
            .isCloseTo(
                ERROR_VARIANCE,
                within(STANDARD_ERRORS * ERROR_VARIANCE * Math.sqrt(2.0 / errors.length)));
      }
    }
  }

  /// The error is e·u + e_0 + e_1·s: variance σ²·(4N/3 + 1). The variance of its estimate is
  /// dominated by the norms of the four factors, relatively below √(8/N) together.
  @Test
  void publicKeyEncryptionAddsTheErrorOfThreeProducts() {
    int batch = 4;
    int degree = setting.parameters.degree();
    try (KeyGenerator generator = setting.generator();
        PublicKey key = generator.publicKey();
        PublicKeyEncryptor encryptor =
            new PublicKeyEncryptor(setting.context, key, setting.entropy(3));
        Plaintext message = setting.randomPlaintext(2, batch);
        Ciphertext ciphertext = encryptor.encrypt(message);
        Plaintext decrypted = decryptor.decrypt(ciphertext)) {
      long[] errors = setting.difference(decrypted, message);
      double expected = ERROR_VARIANCE * (4.0 * degree / 3 + 1);
      assertThat(Setting.variance(errors))
          .as("variance of %d errors, seed %d", errors.length, setting.seed)
          .isCloseTo(expected, within(STANDARD_ERRORS * expected * Math.sqrt(8.0 / degree)));
      assertThat(Setting.largest(errors)).isLessThan((long) (8 * Math.sqrt(expected)));
    }
  }

  @Test
  void everyItemOfABatchIsEncryptedOnItsOwn() {
    try (SecretKeyEncryptor encryptor = setting.secretEncryptor();
        Plaintext message = setting.randomPlaintext(1, 3);
        Ciphertext batch = encryptor.encrypt(message);
        Plaintext together = decryptor.decrypt(batch)) {
      int words = (int) Ciphertext.shape(setting.parameters, 1, 2, 1).words();
      long[] all = batch.buffer().download();
      for (int item = 0; item < 3; item++) {
        DeviceBuffer buffer =
            setting.device.allocate(Ciphertext.shape(setting.parameters, 1, 2, 1));
        buffer.upload(Arrays.copyOfRange(all, item * words, (item + 1) * words));
        try (Ciphertext single = new Ciphertext(setting.parameters, buffer, 1, batch.scale());
            Plaintext alone = decryptor.decrypt(single)) {
          assertThat(alone.buffer().download())
              .isEqualTo(
                  Arrays.copyOfRange(
                      together.buffer().download(), item * words / 2, (item + 1) * words / 2));
        }
      }
      long[] first = Arrays.copyOf(all, words);
      assertThat(Arrays.copyOfRange(all, words, 2 * words)).isNotEqualTo(first);
    }
  }

  @Test
  void seededCiphertextsCarryTheirSecondHalfInTheSeed() throws IOException {
    try (SecretKeyEncryptor encryptor = setting.secretEncryptor();
        Plaintext message = setting.randomPlaintext(2, 2);
        SeededCiphertext seeded = encryptor.encryptSeeded(message)) {
      RnsShape shape = seeded.ciphertext().buffer().shape();
      long[] row = new long[shape.degree()];
      long[] expected = new long[shape.degree()];
      for (int item = 0; item < 2; item++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          seeded.ciphertext().buffer().download(item, 1, limb, MemorySegment.ofArray(row));
          new UniformRows(seeded.seed())
              .expandInto(
                  new RowLabel(Streams.CIPHERTEXT, item, limb), shape.basis().get(limb), expected);
          assertThat(row).isEqualTo(expected);
        }
      }
      byte[] sent = WireWriter.of(seeded).toBytes();
      try (Ciphertext received =
              new WireReader(setting.context)
                  .ciphertext(WireSource.of(MemorySegment.ofArray(sent)));
          Plaintext decrypted = decryptor.decrypt(received)) {
        assertThat(received.buffer().download()).isEqualTo(seeded.ciphertext().buffer().download());
        assertThat(Setting.largest(setting.difference(decrypted, message))).isLessThan(22);
      }
    }
  }

  @Test
  void encryptionsOfTheSameMessageDiffer() {
    try (SecretKeyEncryptor encryptor = setting.secretEncryptor();
        Plaintext message = setting.randomPlaintext(1, 1);
        Ciphertext first = encryptor.encrypt(message);
        Ciphertext second = encryptor.encrypt(message)) {
      assertThat(first.buffer().download()).isNotEqualTo(second.buffer().download());
    }
  }

  @Test
  void productsOfThreePolynomialsDecrypt() {
    RnsShape shape = Ciphertext.shape(setting.parameters, 1, 3, 2);
    DeviceBuffer buffer = setting.randomBuffer(shape);
    long[] c = buffer.download();
    long[] s = setting.secret.buffer().download();
    try (Ciphertext product = new Ciphertext(setting.parameters, buffer, 1, 0x1p40);
        Plaintext decrypted = decryptor.decrypt(product)) {
      long[] m = decrypted.buffer().download();
      RnsShape plain = decrypted.buffer().shape();
      for (int word = 0; word < m.length; word++) {
        Modulus q = Setting.modulus(plain, word);
        int item = word / (plain.limbs() * plain.degree());
        int limb = word / plain.degree() % plain.limbs();
        int i = word % plain.degree();
        long key = s[limb * plain.degree() + i];
        long sum = 0;
        for (int poly = 2; poly >= 0; poly--) {
          long value = c[shape.row(item, poly, limb) * shape.degree() + i];
          sum = q.add(q.multiply(sum, key), value);
        }
        assertThat(m[word]).isEqualTo(sum);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (Setting other = new Setting(1, Setting.LOG_N - 1);
        SecretKeyEncryptor encryptor = setting.secretEncryptor();
        Plaintext foreign = other.randomPlaintext(0, 1);
        Plaintext extended =
            new Plaintext(
                setting.parameters,
                setting.randomBuffer(Plaintext.shape(setting.parameters, 0, 1, true)),
                0,
                0x1p40)) {
      assertThatThrownBy(() -> encryptor.encrypt(foreign))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("plaintext");
      assertThatThrownBy(() -> encryptor.encrypt(extended))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("special primes");
      assertThatThrownBy(() -> new Decryptor(other.context, setting.secret))
          .isInstanceOf(OperandMismatchException.class)
          .hasMessageContaining("secret key");
      assertThatThrownBy(() -> new SecretKeyEncryptor(other.context, setting.secret, null))
          .isInstanceOf(OperandMismatchException.class);
    }
  }

  @Test
  void closedThingsAreUnusable() {
    SecretKeyEncryptor encryptor = setting.secretEncryptor();
    try (Plaintext message = setting.randomPlaintext(0, 1);
        Ciphertext ciphertext = encryptor.encrypt(message)) {
      encryptor.close();
      assertThatThrownBy(() -> encryptor.encrypt(message))
          .isInstanceOf(IllegalStateException.class);
      setting.secret.close();
      assertThatThrownBy(() -> decryptor.decrypt(ciphertext))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this secret key is closed");
      assertThatThrownBy(() -> Encryptor.of(setting.context, setting.secret))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> new KeyGenerator(setting.context, setting.secret))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void nothingIsLeftOnTheDevice() {
    long before = setting.device.allocatedBytes();
    try (CkksContext context = new CkksContext(setting.parameters, setting.device);
        SecretKey secret = SecretKey.generate(context, setting.entropy(9));
        KeyGenerator generator = new KeyGenerator(context, secret);
        PublicKey key = generator.publicKey();
        PublicKeyEncryptor publicly = Encryptor.of(context, key);
        SecretKeyEncryptor secretly = Encryptor.of(context, secret);
        Plaintext message = setting.randomPlaintext(2, 2);
        Ciphertext first = publicly.encrypt(message);
        Ciphertext second = secretly.encrypt(message)) {
      assertThat(first.batch()).isEqualTo(second.batch());
    }
    assertThat(setting.device.allocatedBytes()).isEqualTo(before);
  }
}
