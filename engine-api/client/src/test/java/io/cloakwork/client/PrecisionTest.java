package io.cloakwork.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PrecisionStatistics;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// −log2 of the largest slot error of a fresh encryption of values in [−1, 1], per preset.
///
/// The bounds follow from theory and are checked in: the error of a slot is about Gaussian with
/// standard deviation σ·√N / Δ under the secret key and σ·√(4N/3)·√N / Δ under a public key (σ² =
/// 10.5, one N from the error polynomials, one from the canonical embedding); the largest of N/2
/// complex values stays below 6 standard deviations.
class PrecisionTest {

  private final long seed = System.nanoTime() >>> 16;

  @ParameterizedTest
  @CsvSource({"P1, 29.2, 22.0", "P2, 28.7, 21.0"})
  void fresh(String preset, double secretBits, double publicBits) {
    check(preset, secretBits, publicBits);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"P3, 28.2, 20.0", "P4, 27.7, 19.0", "P5, 27.7, 19.0"})
  void freshInLargeRings(String preset, double secretBits, double publicBits) {
    check(preset, secretBits, publicBits);
  }

  private void check(String preset, double secretBits, double publicBits) {
    Parameters parameters = Presets.named(preset).validate();
    int level = parameters.maxLevel();
    double[] values = new double[parameters.slots()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble(-1, 1);
    }
    try (Device device = Backends.open("reference", DeviceOptions.defaults());
        CkksContext context = new CkksContext(parameters, device);
        SecretKey secret = SecretKey.generate(context, Entropy.insecureForTesting(seed));
        KeyGenerator generator = new KeyGenerator(context, secret);
        PublicKey key = generator.publicKey();
        PublicKeyEncryptor publicly = Encryptor.of(context, key);
        SecretKeyEncryptor secretly = Encryptor.of(context, secret);
        Plaintext message = new Encoder(context).encode(values, level, parameters.defaultScale());
        Ciphertext first = secretly.encrypt(message);
        Ciphertext second = publicly.encrypt(message)) {
      Decryptor decryptor = new Decryptor(context, secret);
      assertThat(bits(values, decryptor.decryptDecode(first)))
          .as("bits under the secret key, seed %d", seed)
          .isBetween(secretBits, secretBits + 2.5);
      assertThat(bits(values, decryptor.decryptDecode(second)))
          .as("bits under the public key, seed %d", seed)
          .isBetween(publicBits, publicBits + 2.5);
    }
  }

  private static double bits(double[] expected, double[] found) {
    SlotVector message = SlotVector.real(expected);
    return PrecisionStatistics.of(message, SlotVector.real(found)).re().min();
  }
}
