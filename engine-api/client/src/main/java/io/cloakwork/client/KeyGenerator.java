package io.cloakwork.client;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.uniform.UniformRows;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Makes the keys that go with a secret key. The uniform halves are expanded from seeds, the errors
/// sampled on the host, the arithmetic is one submission a key; buffers are kept from key to key.
///
/// Not thread-safe. The keys made live on the context's device and belong to the caller.
public final class KeyGenerator implements AutoCloseable {

  private final CkksContext context;
  private final Parameters parameters;
  private final SecretKey secret;
  private final Entropy entropy;
  private final ScratchBuffers scratch;
  private final long[] image;

  /// A generator with an entropy stream of its own.
  public KeyGenerator(CkksContext context, SecretKey secret) {
    this(context, secret, Entropy.secure());
  }

  /// A generator that draws seeds and errors from `entropy`, which it closes at the end.
  public KeyGenerator(CkksContext context, SecretKey secret, Entropy entropy) {
    secret.requireUsable(context.parameters());
    this.context = context;
    this.parameters = context.parameters();
    this.secret = secret;
    this.entropy = entropy;
    this.scratch = new ScratchBuffers(context.device());
    this.image = new long[parameters.degree()];
  }

  /// A key that anybody may encrypt with.
  public PublicKey publicKey() {
    secret.requireOpen();
    byte[] seed = entropy.nextBytes(UniformRows.SEED_BYTES);
    RnsBasis basis = parameters.chain().chainQ();
    DeviceBuffer uniform = scratch.get("public " + KeyRecorder.UNIFORM, shape(1, basis));
    SeedExpansion.ofPublicKey(parameters, seed).intoEveryPolynomial(uniform);
    DeviceBuffer error = errors(1, basis);
    DeviceBuffer key = context.device().allocate(PublicKey.shape(parameters));
    return owned(
        key,
        () -> {
          context
              .graphs()
              .run(
                  new KeyRecorder.PublicStructure(parameters.id()),
                  () -> KeyRecorder.publicKey(parameters),
                  bindings -> bind(bindings, uniform, error, key));
          return new PublicKey(parameters, key, seed);
        });
  }

  /// The key that takes products back to two polynomials, at `level` and below.
  public KeySwitchKey relinearizationKey(int level) {
    return switchingKey(KeyId.relinearization(), level);
  }

  /// The key of the automorphism `element`, at `level` and below.
  public KeySwitchKey galoisKey(GaloisElement element, int level) {
    return switchingKey(KeyId.galois(element), level);
  }

  /// The keys that a program asks for, each for the level at which it is used.
  public EvaluationKeys answer(KeyRequest request) {
    return answer(request, id -> {});
  }

  /// The same; `done` hears of each key when it is ready.
  ///
  /// @throws OperandMismatchException if the request is for other parameters
  public EvaluationKeys answer(KeyRequest request, Consumer<KeyId> done) {
    if (!request.parametersId().equals(parameters.id())) {
      throw new OperandMismatchException(
          "the key request is for parameters %s, the context has %s"
              .formatted(request.parametersId(), parameters.id()));
    }
    List<KeySwitchKey> keys = new ArrayList<>();
    boolean complete = false;
    try {
      request
          .levels()
          .forEach((id, level) -> {
            keys.add(switchingKey(id, level));
            done.accept(id);
          });
      EvaluationKeys answer = new EvaluationKeys(parameters, keys);
      complete = true;
      return answer;
    } finally {
      if (!complete) {
        keys.forEach(KeySwitchKey::close);
      }
    }
  }

  private KeySwitchKey switchingKey(KeyId id, int level) {
    parameters.requireLevel(level);
    secret.requireOpen();
    byte[] seed = entropy.nextBytes(UniformRows.SEED_BYTES);
    RnsBasis basis = parameters.chain().extendedAtLevel(level);
    int digits = parameters.digits(level).size();
    DeviceBuffer uniform = scratch.get(KeyRecorder.UNIFORM, shape(digits, basis));
    SeedExpansion.ofKey(parameters, id, seed).intoEveryPolynomial(uniform);
    DeviceBuffer error = errors(digits, basis);
    DeviceBuffer key = context.device().allocate(KeySwitchKey.shape(parameters, level));
    return owned(
        key,
        () -> {
          context
              .graphs()
              .run(
                  KeyRecorder.Structure.of(parameters, id, level),
                  () -> KeyRecorder.switchingKey(parameters, id, level),
                  bindings -> bindTarget(id, bind(bindings, uniform, error, key)));
          return new KeySwitchKey(parameters, id, level, key, seed);
        });
  }

  private Bindings bind(
      Bindings bindings, DeviceBuffer uniform, DeviceBuffer error, DeviceBuffer key) {
    return bindings
        .bind(KeyRecorder.SECRET, secret.buffer())
        .bind(KeyRecorder.UNIFORM, uniform)
        .bind(KeyRecorder.ERROR, error)
        .bind(KeyRecorder.KEY, key);
  }

  private void bindTarget(KeyId id, Bindings bindings) {
    switch (id) {
      case KeyId.Relinearization relinearization -> {}
      case KeyId.Galois galois ->
          bindings.bind(KeyRecorder.TARGET, rotatedSecret(galois.element().inverse()));
    }
  }

  private DeviceBuffer rotatedSecret(GaloisElement element) {
    DeviceBuffer target = scratch.get(KeyRecorder.TARGET, SecretKey.carrierShape(parameters));
    try {
      secret.biasedImage(element, image);
      target.upload(0, 0, 0, MemorySegment.ofArray(image));
    } finally {
      Arrays.fill(image, 0);
    }
    return target;
  }

  private DeviceBuffer errors(int count, RnsBasis basis) {
    RnsShape shape =
        new RnsShape(Domain.COEFF, parameters.logN(), 1, count, SmallPolynomials.carrier(basis));
    return scratch.sample(KeyRecorder.ERROR, shape, CentredBinomial.ERROR, entropy);
  }

  private RnsShape shape(int polys, RnsBasis basis) {
    return new RnsShape(Domain.EVAL, parameters.logN(), 1, polys, basis);
  }

  private static <T> T owned(DeviceBuffer buffer, java.util.function.Supplier<T> maker) {
    boolean complete = false;
    try {
      T made = maker.get();
      complete = true;
      return made;
    } finally {
      if (!complete) {
        buffer.close();
      }
    }
  }

  /// Overwrites what the generator kept; the keys that it made stay.
  @Override
  public void close() {
    scratch.close();
    entropy.close();
  }
}
