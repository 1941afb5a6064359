package io.cloakwork.bench.ops;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.PublicKeyEncryptor;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What the operations of [Operation] work on: keys, random vectors, their plaintexts and
/// ciphertexts, at the highest level.
final class SchemeObjects implements AutoCloseable {

  private static final int HOISTED_ROTATIONS = 8;
  private static final long DATA_SEED = 20260101;

  private static final Set<Operation> RELINEARIZING =
      Set.of(Operation.RELINEARIZE, Operation.MUL_RELIN_RESCALE);

  final Parameters parameters;
  final CkksContext context;
  final Encoder encoder;
  final KeyGenerator generator;
  final PublicKeyEncryptor publicEncryptor;
  final SecretKeyEncryptor secretEncryptor;
  final Decryptor decryptor;
  final Evaluator evaluator;

  /// One vector an item, uniform in [−1, 1).
  final double[][] slots;

  /// The first item's.
  final Plaintext plaintext;

  /// Every item's.
  final Plaintext plaintexts;

  /// Encryptions of `plaintexts`.
  final Ciphertext left;

  final Ciphertext right;

  /// left · right, of three polynomials.
  final Ciphertext quadratic;

  /// left · plaintext, which a rescaling brings back to the scale of `left`.
  final Ciphertext scaledUp;

  private final SecretKey secret;
  private final PublicKey publicKey;
  private final EvaluationKeys keys;

  /// Makes the keys that `operations` need and `batch` items of data.
  SchemeObjects(Parameters parameters, Device device, int batch, Set<Operation> operations) {
    this.parameters = parameters;
    context = new CkksContext(parameters, device);
    encoder = new Encoder(context);
    secret = SecretKey.generate(context, Entropy.secure());
    generator = new KeyGenerator(context, secret);
    publicKey = generator.publicKey();
    keys = new EvaluationKeys(parameters, evaluationKeys(operations));
    publicEncryptor = new PublicKeyEncryptor(context, publicKey, Entropy.secure());
    secretEncryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
    decryptor = new Decryptor(context, secret);
    evaluator = new Evaluator(context, keys);
    SplittableRandom random = new SplittableRandom(DATA_SEED);
    slots = new double[batch][];
    for (int item = 0; item < batch; item++) {
      slots[item] = random.doubles(parameters.slots(), -1, 1).toArray();
    }
    plaintext = encoder.encode(slots[0], parameters.maxLevel(), parameters.defaultScale());
    plaintexts = encode();
    left = secretEncryptor.encrypt(plaintexts);
    right = secretEncryptor.encrypt(plaintexts);
    quadratic = evaluator.multiply(left, right);
    scaledUp = evaluator.multiplyPlain(left, plaintext);
  }

  private List<KeySwitchKey> evaluationKeys(Set<Operation> operations) {
    int level = parameters.maxLevel();
    List<KeySwitchKey> made = new ArrayList<>();
    if (operations.stream().anyMatch(RELINEARIZING::contains)) {
      made.add(generator.relinearizationKey(level));
    }
    int rotations =
        operations.contains(Operation.ROTATE8_HOISTED)
            ? HOISTED_ROTATIONS
            : operations.contains(Operation.ROTATE) ? 1 : 0;
    for (int steps = 1; steps <= rotations; steps++) {
      made.add(generator.galoisKey(parameters.rotation(steps), level));
    }
    if (operations.contains(Operation.CONJUGATE)) {
      made.add(generator.galoisKey(parameters.conjugation(), level));
    }
    return made;
  }

  /// Every item's plaintext, which the caller closes.
  Plaintext encode() {
    return encoder.encodeBatch(slots, parameters.maxLevel(), parameters.defaultScale());
  }

  /// `left` rotated by 1 to 8 steps, which the caller closes.
  List<Ciphertext> rotateHoisted() {
    return evaluator.rotateHoisted(left, IntStream.rangeClosed(1, HOISTED_ROTATIONS).toArray());
  }

  @Override
  public void close() {
    scaledUp.close();
    quadratic.close();
    right.close();
    left.close();
    plaintexts.close();
    plaintext.close();
    secretEncryptor.close();
    publicEncryptor.close();
    keys.close();
    publicKey.close();
    generator.close();
    secret.close();
    context.close();
  }
}
