package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// One object of each type on a small ring, with residues from a fixed generator that favours 0 and
/// q − 1, and the way to read each back.
final class WireSamples implements AutoCloseable {

  /// Reads an object and says it as bytes again, so that it can be compared.
  interface Reader {
    AutoCloseable read(WireSource source) throws IOException;
  }

  /// An object as bytes, and its reader.
  static final class Sample {

    private final String name;
    private final byte[] bytes;
    private final Reader reader;

    Sample(String name, byte[] bytes, Reader reader) {
      this.name = name;
      this.bytes = bytes;
      this.reader = reader;
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return bytes;
    }

    Reader reader() {
      return reader;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final int LOG_N = 5;

  final Device device = Backends.open("reference", DeviceOptions.defaults());
  final Parameters parameters =
      new ParametersLiteral(
              LOG_N,
              List.of(50, 40, 41, 30),
              List.of(60, 61),
              40,
              2,
              5,
              SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();
  final CkksContext context = new CkksContext(parameters, device);
  final WireLimits limits = WireLimits.defaults().withInsecureParameters(true);
  final WireReader reader = new WireReader(context, limits);
  private final SplittableRandom random = new SplittableRandom(1);

  List<Sample> all() {
    KeyRequest request = request();
    try (Plaintext plaintext = plaintext(2, false, 2);
        Plaintext extended = plaintext(1, true, 1);
        Ciphertext ciphertext = ciphertext(3, 2, 2);
        Ciphertext product = ciphertext(0, 3, 1);
        SeededCiphertext seeded = seededCiphertext(2, 3);
        PublicKey publicKey = publicKey();
        KeySwitchKey key = key(KeyId.galois(parameters.rotation(1)), 2);
        EvaluationKeys keys = keys()) {
      return List.of(
          new Sample(
              "parameters",
              WireWriter.of(parameters).toBytes(),
              source -> {
                WireReader.parameters(source, limits);
                return () -> {};
              }),
          new Sample("plaintext", WireWriter.of(plaintext).toBytes(), reader::plaintext),
          new Sample("extended plaintext", WireWriter.of(extended).toBytes(), reader::plaintext),
          new Sample("ciphertext", WireWriter.of(ciphertext).toBytes(), reader::ciphertext),
          new Sample("product", WireWriter.of(product).toBytes(), reader::ciphertext),
          new Sample("seeded ciphertext", WireWriter.of(seeded).toBytes(), reader::ciphertext),
          new Sample("public key", WireWriter.of(publicKey).toBytes(), reader::publicKey),
          new Sample("key-switch key", WireWriter.of(key).toBytes(), reader::keySwitchKey),
          new Sample(
              "checked key",
              WireWriter.of(key).toBytes(),
              source -> {
                KeyObject.check(source, parameters);
                return () -> {};
              }),
          new Sample("evaluation keys", WireWriter.of(keys).toBytes(), reader::evaluationKeys),
          new Sample(
              "requested keys",
              WireWriter.of(keys).toBytes(),
              source -> reader.evaluationKeys(source, request)),
          new Sample(
              "key request",
              WireWriter.of(request).toBytes(),
              source -> {
                WireReader.keyRequest(source, parameters, limits);
                return () -> {};
              }));
    }
  }

  Plaintext plaintext(int level, boolean extended, int batch) {
    return new Plaintext(
        parameters,
        randomBuffer(Plaintext.shape(parameters, level, batch, extended)),
        level,
        0x1.8p40);
  }

  Ciphertext ciphertext(int level, int size, int batch) {
    return new Ciphertext(
        parameters,
        randomBuffer(Ciphertext.shape(parameters, level, size, batch)),
        level,
        0x1.000001p40);
  }

  SeededCiphertext seededCiphertext(int level, int batch) {
    Ciphertext ciphertext = ciphertext(level, 2, batch);
    SeedExpansion.ofCiphertext(parameters, seed(3)).intoPolynomial(ciphertext.buffer(), 1);
    return new SeededCiphertext(ciphertext, seed(3));
  }

  PublicKey publicKey() {
    DeviceBuffer buffer = randomBuffer(PublicKey.shape(parameters));
    SeedExpansion.ofPublicKey(parameters, seed(4)).intoPolynomial(buffer, 1);
    return new PublicKey(parameters, buffer, seed(4));
  }

  KeySwitchKey key(KeyId id, int level) {
    byte[] seed = seed(id.code() + 10 * level);
    DeviceBuffer buffer = randomBuffer(KeySwitchKey.shape(parameters, level));
    SeedExpansion.ofKey(parameters, id, seed).intoOddPolynomials(buffer);
    return new KeySwitchKey(parameters, id, level, buffer, seed);
  }

  EvaluationKeys keys() {
    return new EvaluationKeys(
        parameters,
        request().levels().entrySet().stream()
            .map(entry -> key(entry.getKey(), entry.getValue()))
            .toList());
  }

  KeyRequest request() {
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    levels.put(KeyId.relinearization(), 3);
    levels.put(KeyId.galois(parameters.rotation(2)), 1);
    levels.put(KeyId.galois(parameters.conjugation()), 0);
    return new KeyRequest(parameters.id(), levels);
  }

  private static byte[] seed(int start) {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (start + i);
    }
    return seed;
  }

  private DeviceBuffer randomBuffer(RnsShape shape) {
    long[] words = new long[(int) shape.words()];
    for (int row = 0; row < shape.rows(); row++) {
      Modulus q = shape.basis().get(row % shape.limbs());
      for (int i = 0; i < shape.degree(); i++) {
        words[row * shape.degree() + i] =
            switch (random.nextInt(8)) {
              case 0 -> 0;
              case 1 -> q.value() - 1;
              default -> random.nextLong(q.value());
            };
      }
    }
    DeviceBuffer buffer = device.allocate(shape);
    buffer.upload(words);
    return buffer;
  }

  @Override
  public void close() {
    context.close();
    device.close();
  }
}
