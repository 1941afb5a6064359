package io.cloakwork.serve.store;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.ring.GaloisElement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Keys of random residues on a small ring: a store does not care what they switch.
final class TestKeys implements AutoCloseable {

  static final Owner ALICE = new Owner("alice");
  static final Owner BOB = new Owner("bob");

  final Device device;
  final CkksContext context;
  final Parameters parameters =
      new ParametersLiteral(
              8,
              List.of(50, 40, 40),
              List.of(50, 50),
              40,
              2,
              5,
              SecurityPolicy.INSECURE_FOR_TESTING)
          .validate();

  /// A set of keys as files.
  ///
  /// @param set their names
  /// @param request what they answer
  /// @param contents their bytes, in the set's order
  record Made(KeySet set, KeyRequest request, List<byte[]> contents) {

    KeyFile file(int key) {
      return set.keys().get(key);
    }

    byte[] bytes(int key) {
      return contents.get(key);
    }
  }

  TestKeys() {
    this(DeviceOptions.defaults());
  }

  TestKeys(DeviceOptions options) {
    device = Backends.open("reference", options);
    context = new CkksContext(parameters, device);
  }

  /// A relinearisation key and Galois keys for rotations by 1, 2, …, `count` in all.
  Made make(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<KeyId> ids = new ArrayList<>(List.of(KeyId.relinearization()));
    for (int step = 1; step < count; step++) {
      ids.add(KeyId.galois(new GaloisElement(parameters.logN(), 2 * step + 1)));
    }
    TreeMap<KeyId, Integer> levels = new TreeMap<>();
    List<KeyFile> files = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (KeyId id : ids) {
      int level = 1 + random.nextInt(2);
      byte[] bytes = key(id, level, random);
      levels.put(id, level);
      files.add(new KeyFile(id.code(), level, bytes.length, hash(bytes)));
      contents.add(bytes);
    }
    return new Made(
        new KeySet(parameters.id(), files), new KeyRequest(parameters.id(), levels), contents);
  }

  private byte[] key(KeyId id, int level, SplittableRandom random) {
    RnsShape shape = KeySwitchKey.shape(parameters, level);
    long[] words = new long[(int) shape.words()];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextLong(shape.basis().get(i / shape.degree() % shape.limbs()).value());
    }
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    DeviceBuffer buffer = device.allocate(shape);
    buffer.upload(words);
    try (KeySwitchKey key = new KeySwitchKey(parameters, id, level, buffer, seed)) {
      return WireWriter.of(key).toBytes();
    }
  }

  static ContentHash hash(byte[] bytes) {
    return ContentHash.of(Sha256.of(bytes));
  }

  /// Uploads what is missing and commits.
  KeySetState register(KeyStore store, Owner owner, Made made) throws IOException {
    return register(store, owner, made, Duration.ZERO);
  }

  KeySetState register(KeyStore store, Owner owner, Made made, Duration ttl) throws IOException {
    upload(store, owner, made, Integer.MAX_VALUE);
    return store.commit(owner, made.set(), parameters, made.request(), ttl);
  }

  /// Uploads what is missing, in pieces of at most `piece` bytes.
  static void upload(KeyStore store, Owner owner, Made made, int piece) throws IOException {
    for (MissingKey missing : store.state(owner, made.set()).missing()) {
      byte[] bytes = made.bytes(made.set().keys().indexOf(missing.key()));
      for (long at = missing.received(); at < bytes.length; at += piece) {
        int count = (int) Math.min(piece, bytes.length - at);
        store.append(
            owner, made.set(), missing.key().hash(), at, ByteBuffer.wrap(bytes, (int) at, count));
      }
    }
  }

  @Override
  public void close() {
    context.close();
    device.close();
  }
}
