package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encrypted key files. A hash stands in for Argon2id, which no module here depends on.
class PassphraseTest {

  private static final int COST_AT = 48;

  @TempDir private Path folder;
  private final Setting setting = new Setting(4, 6);
  private int derived;

  @AfterEach
  void close() {
    setting.close();
  }

  private Passphrase passphrase(String text) {
    return new Passphrase(text.toCharArray(), this::standIn);
  }

  private byte[] standIn(byte[] passphrase, byte[] salt, Argon2id.Cost cost, int bytes) {
    derived++;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(passphrase);
      digest.update(salt);
      digest.update(cost.toString().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest.digest(), bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path saved(String text) throws IOException {
    Path file = folder.resolve("secret.key");
    try (Passphrase passphrase = passphrase(text)) {
      setting.secret.save(file, passphrase);
    }
    return file;
  }

  @Test
  void aFileOpensWithItsPassphraseOnly() throws IOException {
    Path file = saved("straße 7");
    assertThat(SecretKey.isEncrypted(file)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Passphrase right = passphrase("straße 7");
        SecretKey read = SecretKey.load(setting.context, file, right)) {
      assertThat(read.buffer().download()).isEqualTo(setting.secret.buffer().download());
    }
    try (Passphrase wrong = passphrase("strasse 7")) {
      assertThatThrownBy(() -> SecretKey.load(setting.context, file, wrong))
          .isInstanceOf(WireException.class)
          .hasMessage(
              "the passphrase is not that of secret key file %s, or the file was changed", file);
    }
    assertThatThrownBy(() -> SecretKey.load(setting.context, file))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("is encrypted: it takes its passphrase");
  }

  @Test
  void aPlainFileNeedsNone() throws IOException {
    Path file = folder.resolve("secret.key");
    setting.secret.save(file);
    assertThat(SecretKey.isEncrypted(file)).isFalse();
    try (Passphrase unused = passphrase("x");
        SecretKey read = SecretKey.load(setting.context, file, unused)) {
      assertThat(read.buffer().download()).isEqualTo(setting.secret.buffer().download());
    }
    assertThat(derived).isZero();
  }

  @Test
  void theSameKeyIsNeverTheSameFile() throws IOException {
    byte[] first = Files.readAllBytes(saved("x"));
    byte[] second = Files.readAllBytes(saved("x"));
    int content = first.length - 64 / 4 - 16;
    assertThat(Arrays.copyOfRange(first, content, first.length))
        .isNotEqualTo(Arrays.copyOfRange(second, content, second.length));
  }

  @Test
  void everyBitOfTheFileCounts() throws IOException {
    Path file = saved("x");
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertRefused(file);
    }
    for (int length = 0; length <= good.length + 1; length++) {
      if (length != good.length) {
        Files.write(file, Arrays.copyOf(good, length));
        assertRefused(file);
      }
    }
  }

  private void assertRefused(Path file) {
    try (Passphrase passphrase = passphrase("x")) {
      assertThatThrownBy(() -> SecretKey.load(setting.context, file, passphrase).close())
          .isInstanceOf(WireException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 4",
    "8191, 3, 4",
    "1048577, 3, 4",
    "-1, 3, 4",
    "65536, 0, 4",
    "65536, 17, 4",
    "65536, 2147483647, 4",
    "65536, 3, 0",
    "65536, 3, 17"
  })
  void filesThatCostTooMuchOrNothingAreRefusedBeforeAnythingIsDerived(
      int memory, int passes, int lanes) throws IOException {
    Path file = saved("x");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(COST_AT)
        .putInt(memory)
        .putInt(passes)
        .putInt(lanes);
    Files.write(file, bytes);
    derived = 0;
    try (Passphrase passphrase = passphrase("x")) {
      assertThatThrownBy(() -> SecretKey.load(setting.context, file, passphrase))
          .isInstanceOf(WireException.class)
          .hasMessageContaining(
              "Argon2id with %d KiB, %d passes and %d lanes", memory, passes, lanes);
    }
    assertThat(derived).isZero();
  }

  @Test
  void closingOverwritesTheCharacters() {
    char[] characters = "secret".toCharArray();
    Passphrase passphrase = new Passphrase(characters, this::standIn);
    assertThat(passphrase).hasToString("Passphrase[redacted]");
    passphrase.close();
    assertThat(characters).containsOnly('\0');
    assertThatThrownBy(() -> new Passphrase(new char[0], this::standIn))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> passphrase("\ud800").derive(new byte[16], Argon2id.Cost.recommended(), 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the passphrase is not valid Unicode");
  }
}
