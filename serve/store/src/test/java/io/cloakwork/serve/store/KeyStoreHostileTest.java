package io.cloakwork.serve.store;

import static io.cloakwork.serve.store.TestKeys.ALICE;
import static io.cloakwork.serve.store.TestKeys.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.wire.WireHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients announce and send is not to be believed.
final class KeyStoreHostileTest {

  @TempDir Path folder;
  private final TestKeys keys = new TestKeys();
  private KeyStore store;

  @BeforeEach
  void open() throws IOException {
    open(StoreSettings.defaults());
  }

  private void open(StoreSettings settings) throws IOException {
    if (store != null) {
      store.close();
    }
    store = KeyStore.open(folder.resolve("keys"), settings);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    keys.close();
  }

  private void assertNothingKept() throws IOException {
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
    for (String part : List.of("blobs", "uploads")) {
      try (Stream<Path> all = Files.walk(folder.resolve("keys").resolve(part))) {
        assertThat(all.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private void append(TestKeys.Made made, int key, long offset, byte[] data) throws IOException {
    store.append(ALICE, made.set(), made.file(key).hash(), offset, ByteBuffer.wrap(data));
  }

  @Test
  void hostileOffsets() throws IOException {
    TestKeys.Made made = keys.make(2, 1);
    byte[] some = Arrays.copyOf(made.bytes(0), 10);
    for (long offset : new long[] {-1, Long.MIN_VALUE, 1, 11, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> append(made, 0, offset, some))
          .isInstanceOfSatisfying(
              UploadOffsetException.class, e -> assertThat(e.expected()).isZero());
    }
    append(made, 0, 0, some);
    for (long offset : new long[] {0, 9, 11, Long.MAX_VALUE, Long.MAX_VALUE - 5}) {
      assertThatThrownBy(() -> append(made, 0, offset, some))
          .isInstanceOf(UploadOffsetException.class);
    }
    byte[] tooMany = new byte[(int) made.file(0).bytes()];
    assertThatThrownBy(() -> append(made, 0, 10, tooMany))
        .isInstanceOf(UploadRefusedException.class);
    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isEqualTo(10);
    store.deleteUploads(ALICE);
    assertNothingKept();
  }

  @Test
  void hostileSizes() throws IOException {
    open(
        StoreSettings.defaults()
            .withMaxKeyBytes(1 << 20)
            .withMaxKeysPerSet(3)
            .withQuotas(2 << 20, 3 << 20));
    ContentHash hash = TestKeys.hash(new byte[1]);
    for (long bytes : new long[] {(1 << 20) + 1, 1L << 40, Long.MAX_VALUE}) {
      assertRefused(
          UploadRefusedException.class, ALICE, List.of(new KeyFile(0, 0, bytes, hash)), hash);
    }
    assertRefused(UploadRefusedException.class, ALICE, List.of(), hash);
    assertRefused(UploadRefusedException.class, ALICE, keys.make(4, 1).set().keys(), hash);
    assertRefused(
        UploadRefusedException.class,
        ALICE,
        List.of(new KeyFile(0, 0, 5, hash), new KeyFile(3, 0, 5, hash)),
        hash);
    assertRefused(UploadRefusedException.class, ALICE, keys.make(2, 1).set().keys(), hash);
    List<KeyFile> large = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      large.add(
          new KeyFile(i == 0 ? 0 : 2 * i + 1, 0, 1 << 20, TestKeys.hash(new byte[] {(byte) i, 7})));
    }
    assertRefused(QuotaExceededException.class, ALICE, large, large.get(0).hash());
    assertNothingKept();

    List<KeyFile> two = large.subList(0, 2);
    store.append(
        ALICE, new KeySet(keys.parameters.id(), two), two.get(0).hash(), 0, ByteBuffer.allocate(1));
    assertThat(store.usage().uploadBytes()).isEqualTo(2 << 20);
    assertRefused(QuotaExceededException.class, BOB, two, two.get(0).hash());
    store.deleteUploads(ALICE);
    assertNothingKept();
  }

  private void assertRefused(
      Class<? extends Exception> type, Owner owner, List<KeyFile> files, ContentHash hash) {
    KeySet set = new KeySet(keys.parameters.id(), files);
    assertThatThrownBy(() -> store.append(owner, set, hash, 0, ByteBuffer.allocate(1)))
        .isInstanceOf(type);
  }

  @Test
  void anotherLengthOfTheSameFileBeginsAgain() throws IOException {
    TestKeys.Made made = keys.make(1, 2);
    KeyFile file = made.file(0);
    KeySet lie =
        new KeySet(keys.parameters.id(), List.of(new KeyFile(0, file.level(), 99, file.hash())));
    store.append(ALICE, lie, file.hash(), 0, ByteBuffer.wrap(made.bytes(0), 0, 50));
    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isZero();
    assertThat(keys.register(store, ALICE, made).complete()).isTrue();
    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 1, file.bytes(), 0, 0));
  }

  @Test
  void wrongBytesAreDiscarded() throws IOException {
    TestKeys.Made made = keys.make(2, 3);
    byte[] wrong = made.bytes(0).clone();
    wrong[100] ^= 1;
    assertThatThrownBy(() -> append(made, 0, 0, wrong))
        .isInstanceOf(UploadRefusedException.class)
        .hasMessageContaining("SHA-256");
    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isZero();
    assertThat(keys.register(store, ALICE, made).complete()).isTrue();
  }

  /// Every kind of object that is not the key that it should be, with the right hash: as a client
  /// would send that made it up.
  @Test
  void whatIsNoSuchKeyIsRejected() throws IOException {
    TestKeys.Made made = keys.make(2, 4);
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> forged = new ArrayList<>();
    byte[] key = made.bytes(0);
    forged.add(new byte[key.length]);
    forged.add(resealed(changed(key, 0)));
    forged.add(resealed(changed(key, 8)));
    forged.add(resealed(changed(key, 10)));
    forged.add(resealed(changed(key, 12)));
    forged.add(resealed(changed(key, 44)));
    forged.add(resealed(changed(key, WireHeader.BYTES)));
    forged.add(resealed(changed(key, WireHeader.BYTES + 4)));
    forged.add(changed(key, key.length - 1));
    byte[] outOfRange = key.clone();
    // After code, level and seed: 13 bytes hold a residue of 50 bits whole, wherever it begins.
    Arrays.fill(outOfRange, WireHeader.BYTES + 40, WireHeader.BYTES + 53, (byte) 0xff);
    forged.add(resealed(outOfRange));
    for (int i = 0; i < 40; i++) {
      forged.add(changed(key, random.nextInt(key.length)));
    }
    for (int i = 0; i < forged.size(); i++) {
      byte[] bytes = forged.get(i);
      KeyFile file = new KeyFile(0, made.file(0).level(), bytes.length, TestKeys.hash(bytes));
      TestKeys.Made lie =
          new TestKeys.Made(
              new KeySet(keys.parameters.id(), List.of(file, made.file(1))),
              made.request(),
              List.of(bytes, made.bytes(1)));
      assertThatThrownBy(() -> keys.register(store, ALICE, lie))
          .as("forgery %d, seed %d", i, seed)
          .isInstanceOf(KeyRejectedException.class);
      assertThat(store.list(ALICE)).isEmpty();
      assertThat(store.state(ALICE, lie.set()).missing())
          .extracting(missing -> missing.key().hash())
          .containsExactly(file.hash());
      store.deleteUploads(ALICE);
    }
    assertNothingKept();
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 2;
    return changed;
  }

  private static byte[] resealed(byte[] bytes) {
    byte[] resealed = bytes.clone();
    int body = bytes.length - WireHeader.TRAILER_BYTES;
    byte[] trailer = TestKeys.hash(Arrays.copyOf(bytes, body)).bytes();
    System.arraycopy(trailer, 0, resealed, body, trailer.length);
    return resealed;
  }

  @Test
  void aSetMustAnswerTheRequest() throws IOException {
    TestKeys.Made made = keys.make(3, 5);
    TestKeys.upload(store, ALICE, made, 1 << 20);
    KeyRequest less =
        new KeyRequest(
            keys.parameters.id(),
            made.request().levels().headMap(made.request().levels().lastKey()));
    KeyRequest more = keys.make(4, 5).request();
    for (KeyRequest other : List.of(less, more, KeyRequest.none(keys.parameters))) {
      assertThatThrownBy(
              () -> store.commit(ALICE, made.set(), keys.parameters, other, Duration.ZERO))
          .isInstanceOf(KeyRejectedException.class);
    }
    KeySet foreign = new KeySet("0".repeat(64), made.set().keys());
    assertThatThrownBy(
            () -> store.commit(ALICE, foreign, keys.parameters, made.request(), Duration.ZERO))
        .isInstanceOf(KeyRejectedException.class);
    assertThat(store.commit(BOB, made.set(), keys.parameters, made.request(), Duration.ZERO))
        .satisfies(state -> assertThat(state.complete()).isFalse())
        .satisfies(state -> assertThat(state.missing()).hasSize(3));
    assertThat(
            store
                .commit(ALICE, made.set(), keys.parameters, made.request(), Duration.ZERO)
                .complete())
        .isTrue();
  }

  @Test
  void setsPerOwnerAreLimited() throws IOException {
    open(StoreSettings.defaults().withMaxSetsPerOwner(2));
    keys.register(store, ALICE, keys.make(1, 6));
    keys.register(store, ALICE, keys.make(1, 7));
    assertThatThrownBy(() -> keys.register(store, ALICE, keys.make(1, 8)))
        .isInstanceOf(QuotaExceededException.class)
        .hasMessageContaining("2 key sets");
    assertThat(keys.register(store, BOB, keys.make(1, 8)).complete()).isTrue();
    assertThat(keys.register(store, ALICE, keys.make(1, 7)).complete()).as("again").isTrue();
  }

  @Test
  void namesThatArePaths() throws IOException {
    for (String name : List.of("..", ".", "-rf", "a@b", "A".repeat(64))) {
      Owner owner = new Owner(name);
      TestKeys.Made made = keys.make(1, 9);
      store.append(owner, made.set(), made.file(0).hash(), 0, ByteBuffer.wrap(made.bytes(0), 0, 5));
      assertThat(store.state(owner, made.set()).missing().getFirst().received()).isEqualTo(5);
      assertThat(keys.register(store, owner, made).complete()).isTrue();
      store.delete(owner, made.set().id());
    }
    assertNothingKept();
  }

  @Test
  void anothersSetCannotBeTouched() throws IOException {
    TestKeys.Made made = keys.make(1, 10);
    keys.register(store, ALICE, made);
    assertThatThrownBy(() -> store.delete(BOB, made.set().id()))
        .isInstanceOf(UnknownKeySetException.class);
    assertThatThrownBy(() -> store.use(BOB, made.set().id()))
        .isInstanceOf(UnknownKeySetException.class);
    // A name that is the beginning of another's does not reach its sets.
    assertThat(store.list(new Owner("alic"))).isEmpty();
    assertThat(store.list(new Owner("alice2"))).isEmpty();
  }
}
