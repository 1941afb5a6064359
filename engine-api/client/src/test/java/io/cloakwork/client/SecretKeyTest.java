package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.spi.ring.GaloisElement;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyTest {

  private final Setting setting = new Setting(3, 6);

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void theKeyIsTernaryAndTheSameModuloEveryPrime() {
    long[] words = setting.secret.buffer().download();
    long[] integers =
        setting.integers(
            setting.coefficients(words, SecretKey.shape(setting.parameters)),
            SecretKey.shape(setting.parameters));
    assertThat(integers).containsOnly(-1, 0, 1);
  }

  @Test
  void imagesAreThoseOfTheAutomorphism() {
    GaloisElement element = setting.parameters.rotation(3);
    int degree = setting.parameters.degree();
    long[] identity = new long[degree];
    long[] image = new long[degree];
    setting.secret.biasedImage(new GaloisElement(6, 1), identity);
    setting.secret.biasedImage(element, image);
    for (int i = 0; i < degree; i++) {
      int target = element.coeffTarget(i);
      long sign = target >= degree ? -1 : 1;
      assertThat(image[target % degree] - 1).isEqualTo(sign * (identity[i] - 1));
    }
  }

  @Test
  void filesArePrivateAndReadBack(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("secret.key");
    setting.secret.save(file);
    setting.secret.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.size(file)).isEqualTo(48 + 64 / 4 + 32);
    assertThat(directory.toFile().list()).containsExactly("secret.key");
    try (SecretKey read = SecretKey.load(setting.context, file)) {
      assertThat(read.buffer().download()).isEqualTo(setting.secret.buffer().download());
    }
  }

  @Test
  void filesThatOthersCanReadAreRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("secret.key");
    setting.secret.save(file);
    for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertThatThrownBy(() -> SecretKey.load(setting.context, file))
          .isInstanceOf(WireException.class)
          .hasMessageContaining(permissions)
          .hasMessageContaining("chmod 600");
    }
  }

  @Test
  void everyBitOfTheFileCounts(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("secret.key");
    setting.secret.save(file);
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertRefused(file);
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertRefused(file);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertRefused(file);
  }

  @Test
  void forgedCoefficientsAreRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("secret.key");
    setting.secret.save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[48] |= 3;
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, 0, 64);
    System.arraycopy(digest.digest(), 0, bytes, 64, 32);
    Files.write(file, bytes);
    assertThatThrownBy(() -> SecretKey.load(setting.context, file))
        .isInstanceOf(WireException.class)
        .hasMessage("secret key file: a coefficient is not in {-1, 0, 1}");
  }

  @Test
  void filesOfOtherParametersAreRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("secret.key");
    setting.secret.save(file);
    try (Setting other = new Setting(3, 7)) {
      assertThatThrownBy(() -> SecretKey.load(other.context, file))
          .isInstanceOf(WireException.class);
    }
    assertThatThrownBy(() -> SecretKey.load(setting.context, directory.resolve("none")))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("there is no secret key file");
  }

  @Test
  void nothingSecretIsPrinted() {
    assertThat(setting.secret).hasToString("SecretKey[redacted]");
    try (SecretKeyEncryptor encryptor = setting.secretEncryptor();
        KeyGenerator generator = setting.generator()) {
      Decryptor decryptor = new Decryptor(setting.context, setting.secret);
      // Without a toString of their own these print no field.
      for (Object holder : List.of(encryptor, generator, decryptor)) {
        assertThat(holder.toString()).matches("[\\w.]+@[0-9a-f]+");
      }
    }
  }

  @Test
  void aClosedKeyIsOverwrittenAndUnusable(@TempDir Path directory)
      throws ReflectiveOperationException {
    Field field = SecretKey.class.getDeclaredField("biased");
    field.setAccessible(true);
    byte[] coefficients = (byte[]) field.get(setting.secret);
    assertThat(coefficients).contains(0, 1, 2);
    setting.secret.close();
    setting.secret.close();
    assertThat(coefficients).containsOnly(0);
    assertThatThrownBy(setting.secret::buffer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this secret key is closed");
    assertThatThrownBy(() -> setting.secret.save(directory.resolve("x")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(directory.toFile().list()).isEmpty();
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(() -> SecretKey.load(setting.context, file).close())
        .isInstanceOf(WireException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
