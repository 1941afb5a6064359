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

/// Everything that the operations of [Operation] need, made once: keys, two random vectors, their
/// plaintexts and ciphertexts. Every run makes its result and gives it back, as an application
/// would.
public final class OperationBenchmark implements AutoCloseable {

  private static final int HOISTED_ROTATIONS = 8;
  private static final long DATA_SEED = 20260101;

  private final CkksContext context;
  private final Encoder encoder;
  private final SecretKey secret;
  private final KeyGenerator generator;
  private final PublicKey publicKey;
  private final EvaluationKeys keys;
  private final PublicKeyEncryptor publicEncryptor;
  private final SecretKeyEncryptor secretEncryptor;
  private final Decryptor decryptor;
  private final Evaluator evaluator;
  private final TransformBench transforms;
  private final double[] slots;
  private final Plaintext plaintext;
  private final Ciphertext left;
  private final Ciphertext right;
  private final Ciphertext quadratic;

  /// Makes the keys that `operations` need and the data.
  public OperationBenchmark(Parameters parameters, Device device, Set<Operation> operations) {
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
    transforms = new TransformBench(context);
    SplittableRandom random = new SplittableRandom(DATA_SEED);
    slots = random.doubles(parameters.slots(), -1, 1).toArray();
    plaintext = encode();
    left = secretEncryptor.encrypt(plaintext);
    right = secretEncryptor.encrypt(plaintext);
    quadratic = evaluator.multiply(left, right);
  }

  private List<KeySwitchKey> evaluationKeys(Set<Operation> operations) {
    int level = context.parameters().maxLevel();
    List<KeySwitchKey> made = new ArrayList<>();
    if (operations.contains(Operation.RELINEARIZE)
        || operations.contains(Operation.MUL_RELIN_RESCALE)) {
      made.add(generator.relinearizationKey(level));
    }
    int rotations =
        operations.contains(Operation.ROTATE8_HOISTED)
            ? HOISTED_ROTATIONS
            : operations.contains(Operation.ROTATE) ? 1 : 0;
    for (int steps = 1; steps <= rotations; steps++) {
      made.add(generator.galoisKey(context.parameters().rotation(steps), level));
    }
    return made;
  }

  private Plaintext encode() {
    Parameters parameters = context.parameters();
    return encoder.encode(slots, parameters.maxLevel(), parameters.defaultScale());
  }

  /// Times one operation.
  public Measurement time(Operation operation, Stopwatch stopwatch) {
    return switch (operation) {
      case NTT -> transforms.forward(stopwatch);
      case INTT -> transforms.inverse(stopwatch);
      default -> {
        long[] nanos = stopwatch.time(() -> run(operation));
        yield new Measurement(
            operation, Stopwatch.median(nanos) / 1e3, nanos[0] / 1e3, nanos.length);
      }
    };
  }

  /// Runs one operation once and gives its result back.
  public void run(Operation operation) {
    switch (operation) {
      case NTT, INTT -> transforms.run();
      case ENCODE -> encode().close();
      case ENCRYPT_PK -> publicEncryptor.encrypt(plaintext).close();
      case ENCRYPT_SK -> secretEncryptor.encrypt(plaintext).close();
      case DECRYPT -> decryptor.decrypt(left).close();
      case DECODE -> encoder.decode(plaintext);
      case ADD -> evaluator.add(left, right).close();
      case MULTIPLY -> evaluator.multiply(left, right).close();
      case MULTIPLY_PLAIN -> evaluator.multiplyPlain(left, plaintext).close();
      case SQUARE -> evaluator.square(left).close();
      case RELINEARIZE -> evaluator.relinearize(quadratic).close();
      case RESCALE -> evaluator.rescale(left).close();
      case MUL_RELIN_RESCALE -> evaluator.multiplyRelinearizeRescale(left, right).close();
      case ROTATE -> evaluator.rotate(left, 1).close();
      case ROTATE8_HOISTED ->
          evaluator.rotateHoisted(left, 1, 2, 3, 4, 5, 6, 7, 8).forEach(Ciphertext::close);
      case KEYGEN_GALOIS -> {
        Parameters parameters = context.parameters();
        generator.galoisKey(parameters.rotation(1), parameters.maxLevel()).close();
      }
    }
  }

  @Override
  public void close() {
    quadratic.close();
    right.close();
    left.close();
    plaintext.close();
    transforms.close();
    secretEncryptor.close();
    publicEncryptor.close();
    keys.close();
    publicKey.close();
    generator.close();
    secret.close();
    context.close();
  }
}
