package io.cloakwork.conformance.cases;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.linear.LinearTransform;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.PublicKeyEncryptor;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A client and a server on one device, every random bit from a seed: keys, encryptions, and each
/// operation of the evaluator, as SHA-256 of the words that leave the device.
final class SchemeScript implements AutoCloseable {

  private static final int[] STEPS = {1, -1, 4, 0};

  private final Parameters parameters;
  private final long seed;
  private final int batch;
  private final CkksContext context;
  private final Encoder encoder;
  private final Map<String, String> digests = new LinkedHashMap<>();
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  private SchemeScript(Device device, Parameters parameters, int batch, long seed) {
    this.parameters = parameters;
    this.seed = seed;
    this.batch = batch;
    this.context = own(new CkksContext(parameters, device));
    this.encoder = new Encoder(context);
  }

  /// The digests of every step by its name, in order. The names are the same on every device.
  static Map<String, String> run(Device device, Parameters parameters, int batch, long seed) {
    try (SchemeScript script = new SchemeScript(device, parameters, batch, seed)) {
      script.run();
      return script.digests;
    }
  }

  private void run() {
    SecretKey secret = own(SecretKey.generate(context, entropy(0)));
    KeyGenerator generator = own(new KeyGenerator(context, secret, entropy(1)));
    EvaluationKeys keys = own(generator.answer(request()));
    for (Map.Entry<KeyId, KeySwitchKey> key : keys.all().entrySet()) {
      digest("key " + key.getKey(), key.getValue().buffer());
    }
    PublicKey publicKey = own(generator.publicKey());
    digest("public key", publicKey.buffer());

    int top = parameters.maxLevel();
    Plaintext x = plaintext(10, top);
    Plaintext y = plaintext(11, top);
    Ciphertext a = cipher("encrypt with the secret key", secretEncryptor(secret).encrypt(x));
    Ciphertext b = cipher("encrypt with the public key", publicEncryptor(publicKey).encrypt(y));
    arithmetic(new Evaluator(context, keys), a, b, y);
    rotations(new Evaluator(context, keys), a);
    Plaintext decrypted = own(new Decryptor(context, secret).decrypt(a));
    digest("decrypt", decrypted.buffer());

    requireClose(encoder.decodeBatch(decrypted));
  }

  private void arithmetic(Evaluator evaluator, Ciphertext a, Ciphertext b, Plaintext y) {
    cipher("add", evaluator.add(a, b));
    cipher("sub", evaluator.sub(a, b));
    cipher("negate", evaluator.negate(a));
    cipher("add plain", evaluator.addPlain(a, y));
    cipher("multiply plain", evaluator.multiplyPlain(a, y));
    cipher("add scalar", evaluator.addScalar(a, -0.375));
    cipher("drop level", evaluator.dropLevel(a, 0));
    Ciphertext product = cipher("multiply", evaluator.multiply(a, b));
    Ciphertext linear = cipher("relinearize", evaluator.relinearize(product));
    cipher("rescale", evaluator.rescale(linear));
    Ciphertext lower =
        cipher("multiply, relinearize, rescale", evaluator.multiplyRelinearizeRescale(a, b));
    if (lower.level() > 0) {
      cipher("the same at a lower level", evaluator.multiplyRelinearizeRescale(lower, lower));
      cipher("rotate at a lower level", evaluator.rotate(lower, STEPS[0]));
    }
  }

  private void rotations(Evaluator evaluator, Ciphertext a) {
    cipher("rotate", evaluator.rotate(a, STEPS[0]));
    cipher("conjugate", evaluator.conjugate(a));
    List<Ciphertext> hoisted = evaluator.rotateHoisted(a, STEPS);
    for (int i = 0; i < STEPS.length; i++) {
      cipher("hoisted rotation by " + STEPS[i], hoisted.get(i));
    }
    cipher("linear transform", evaluator.linearTransform(a, transform()));
  }

  /// Three diagonals, which a baby-step giant-step plan takes apart.
  private LinearTransform transform() {
    Map<Integer, SlotVector> diagonals = new TreeMap<>();
    for (int offset : new int[] {0, 1, 4}) {
      diagonals.put(offset, SlotVector.real(slots(20 + offset, 0)));
    }
    return LinearTransform.ofDiagonals(parameters.slots(), diagonals);
  }

  private KeyRequest request() {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    int top = parameters.maxLevel();
    levels.put(KeyId.relinearization(), top);
    levels.put(KeyId.galois(parameters.conjugation()), top);
    Set<Integer> rotations =
        new TreeSet<>(transform().plan(StepCost.at(parameters, top)).rotations());
    Arrays.stream(STEPS).filter(steps -> steps != 0).forEach(rotations::add);
    for (int steps : rotations) {
      levels.put(KeyId.galois(parameters.rotation(steps)), top);
    }
    return new KeyRequest(parameters.id(), levels);
  }

  private Plaintext plaintext(int stream, int level) {
    double[][] items = new double[batch][];
    for (int item = 0; item < batch; item++) {
      items[item] = slots(stream, item);
    }
    return own(encoder.encodeBatch(items, level, parameters.defaultScale()));
  }

  private double[] slots(int stream, int item) {
    Random random = new Random(seed * 1009 + stream * 31L + item);
    return random.doubles(parameters.slots(), -1, 1).toArray();
  }

  private SecretKeyEncryptor secretEncryptor(SecretKey secret) {
    return own(new SecretKeyEncryptor(context, secret, entropy(2)));
  }

  private PublicKeyEncryptor publicEncryptor(PublicKey key) {
    return own(new PublicKeyEncryptor(context, key, entropy(3)));
  }

  private Entropy entropy(int stream) {
    return own(Entropy.insecureForTesting(seed * 1009 + stream));
  }

  /// So that the digests are of a scheme that works: far more error than a fresh ciphertext has.
  private void requireClose(List<SlotVector> items) {
    for (int item = 0; item < batch; item++) {
      double[] expected = slots(10, item);
      for (int i = 0; i < expected.length; i++) {
        double actual = items.get(item).re(i);
        Expect.that(
            Math.abs(actual - expected[i]) < 1e-4,
            "slot %d of item %d decrypts to %s, %s was encrypted"
                .formatted(i, item, actual, expected[i]));
      }
    }
  }

  private Ciphertext cipher(String step, Ciphertext ciphertext) {
    own(ciphertext);
    digest(step, ciphertext.buffer());
    return ciphertext;
  }

  private void digest(String step, DeviceBuffer buffer) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[Math.toIntExact(buffer.shape().bytes())];
      buffer.download(MemorySegment.ofArray(bytes));
      digests.put(step, HexFormat.of().formatHex(sha256.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IllegalStateException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
