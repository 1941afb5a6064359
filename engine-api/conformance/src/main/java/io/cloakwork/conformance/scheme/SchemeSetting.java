package io.cloakwork.conformance.scheme;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Device;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The scheme on one device with everything drawn from a seed, so that two devices see the same.
/// Owns all that it hands out.
final class SchemeSetting implements AutoCloseable {

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final long seed;
  private final int batch;
  private final SplittableRandom random;
  private int streams;

  final Parameters parameters;
  final CkksContext context;
  final Encoder encoder;
  final SecretKey secret;
  final Decryptor decryptor;

  SchemeSetting(Device device, Parameters parameters, int batch, long seed) {
    this.parameters = parameters;
    this.batch = batch;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.context = own(new CkksContext(parameters, device));
    this.encoder = new Encoder(context);
    try (Entropy entropy = entropy()) {
      this.secret = own(SecretKey.generate(context, entropy));
    }
    this.decryptor = new Decryptor(context, secret);
  }

  <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  /// Another stream at every call, the same ones in every setting of the seed.
  Entropy entropy() {
    return Entropy.insecureForTesting(31 * seed + streams++);
  }

  int level() {
    return parameters.maxLevel();
  }

  /// Random slots in [−1, 1], one vector an item.
  double[][] values() {
    double[][] values = new double[batch][];
    for (int item = 0; item < batch; item++) {
      values[item] = random.doubles(parameters.slots(), -1, 1).toArray();
    }
    return values;
  }

  /// Random slots, encoded.
  Plaintext plaintext(int level) {
    return own(encoder.encodeBatch(values(), level, parameters.defaultScale()));
  }

  /// Random slots, encrypted under the secret key.
  Ciphertext ciphertext(int level) {
    Plaintext message = plaintext(level);
    try (SecretKeyEncryptor encryptor = new SecretKeyEncryptor(context, secret, entropy())) {
      return own(encryptor.encrypt(message));
    }
  }

  KeyGenerator generator() {
    return own(new KeyGenerator(context, secret, entropy()));
  }

  /// An evaluator with these keys at the highest level.
  Evaluator evaluator(KeyId... ids) {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    for (KeyId id : ids) {
      levels.put(id, level());
    }
    EvaluationKeys keys = own(generator().answer(new KeyRequest(parameters.id(), levels)));
    return new Evaluator(context, keys);
  }

  /// The keys of rotations by these steps.
  KeyId[] rotations(int... steps) {
    KeyId[] ids = new KeyId[steps.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = KeyId.galois(parameters.rotation(steps[i]));
    }
    return ids;
  }

  /// Closes all, the last first.
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IllegalStateException("closing failed: " + e.getMessage(), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
