package io.cloakwork.serve.store;

import static io.cloakwork.serve.store.TestKeys.ALICE;
import static io.cloakwork.serve.store.TestKeys.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyStoreTest {

  @TempDir Path folder;
  private final TestKeys keys = new TestKeys();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private KeyStore store;

  @BeforeEach
  void open() throws IOException {
    store = reopened(StoreSettings.defaults());
  }

  private KeyStore reopened(StoreSettings settings) throws IOException {
    if (store != null) {
      store.close();
    }
    InstantSource clock = () -> now;
    store = KeyStore.open(folder.resolve("keys"), settings, clock, new Disk());
    return store;
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    keys.close();
  }

  @Test
  void aSetIsUploadedInPiecesAndUsable() throws IOException {
    TestKeys.Made made = keys.make(4, 1);
    assertThat(store.state(ALICE, made.set()).missing())
        .extracting(MissingKey::key)
        .isEqualTo(made.set().keys());
    TestKeys.upload(store, ALICE, made, 1000);
    KeySetState uploaded = store.state(ALICE, made.set());
    assertThat(uploaded.missing()).isEmpty();
    assertThat(uploaded.complete()).isFalse();

    KeySetState state =
        store.commit(ALICE, made.set(), keys.parameters, made.request(), Duration.ofDays(1));

    assertThat(state.complete()).isTrue();
    assertThat(state.expires()).contains(now.plus(Duration.ofDays(1)));
    StoredKeySet stored = store.find(ALICE, made.set().id()).orElseThrow();
    assertThat(stored.keySet()).isEqualTo(made.set());
    assertThat(store.list(ALICE)).containsExactly(stored);
    for (int key = 0; key < 4; key++) {
      assertThat(Files.readAllBytes(store.path(made.file(key).hash()))).isEqualTo(made.bytes(key));
    }
    assertThat(store.usage()).isEqualTo(new StoreUsage(1, 4, made.set().bytes(), 0, 0));
  }

  @Test
  void anUploadGoesOnWhereItStoppedAcrossRestarts() throws IOException {
    TestKeys.Made made = keys.make(2, 2);
    byte[] bytes = made.bytes(0);
    ContentHash hash = made.file(0).hash();
    store.append(ALICE, made.set(), hash, 0, ByteBuffer.wrap(bytes, 0, 777));
    reopened(StoreSettings.defaults());

    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isEqualTo(777);
    assertThatThrownBy(
            () -> store.append(ALICE, made.set(), hash, 0, ByteBuffer.wrap(bytes, 0, 777)))
        .isInstanceOfSatisfying(
            UploadOffsetException.class, e -> assertThat(e.expected()).isEqualTo(777));
    assertThat(keys.register(store, ALICE, made).complete()).isTrue();
    reopened(StoreSettings.defaults());
    assertThat(store.state(ALICE, made.set()).complete()).isTrue();
  }

  @Test
  void whatAnotherUploadedDoesNotCountButIsStoredOnce() throws IOException {
    TestKeys.Made made = keys.make(3, 3);
    keys.register(store, ALICE, made);
    assertThat(store.state(BOB, made.set()).missing()).hasSize(3);
    assertThat(store.find(BOB, made.set().id())).isEmpty();
    assertThat(store.list(BOB)).isEmpty();

    keys.register(store, BOB, made);

    assertThat(store.usage()).isEqualTo(new StoreUsage(2, 3, made.set().bytes(), 0, 0));
    assertThat(parts()).isEmpty();
    assertThat(store.delete(ALICE, made.set().id())).isZero();
    assertThat(store.find(BOB, made.set().id())).isPresent();
    assertThat(store.delete(BOB, made.set().id())).isEqualTo(made.set().bytes());
    assertThat(blobs()).isEmpty();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
  }

  @Test
  void setsOfOneOwnerShareFiles() throws IOException {
    TestKeys.Made large = keys.make(4, 4);
    TestKeys.Made small =
        new TestKeys.Made(
            new KeySet(keys.parameters.id(), large.set().keys().subList(0, 2)),
            new io.cloakwork.ckks.KeyRequest(
                keys.parameters.id(),
                large
                    .request()
                    .levels()
                    .headMap(
                        large.request().levels().keySet().stream()
                            .skip(2)
                            .findFirst()
                            .orElseThrow())),
            large.contents().subList(0, 2));
    keys.register(store, ALICE, large);
    assertThat(store.state(ALICE, small.set()).missing()).isEmpty();
    assertThat(
            store
                .commit(ALICE, small.set(), keys.parameters, small.request(), Duration.ZERO)
                .complete())
        .isTrue();
    assertThat(store.usage().files()).isEqualTo(4);
    long freed = store.delete(ALICE, large.set().id());
    assertThat(freed).isEqualTo(large.set().bytes() - small.set().bytes());
    assertThat(store.find(ALICE, small.set().id())).isPresent();
  }

  @Test
  void setsExpireUnlessUsed() throws IOException {
    TestKeys.Made idle = keys.make(1, 5);
    TestKeys.Made used = keys.make(1, 6);
    keys.register(store, ALICE, idle, Duration.ofHours(10));
    keys.register(store, ALICE, used, Duration.ofHours(10));
    now = now.plus(Duration.ofHours(6));
    store.use(ALICE, used.set().id());
    now = now.plus(Duration.ofHours(5));

    assertThat(store.find(ALICE, idle.set().id())).as("overdue, not yet deleted").isEmpty();
    assertThatThrownBy(() -> store.use(ALICE, idle.set().id()))
        .isInstanceOf(UnknownKeySetException.class);
    assertThat(store.expire(now)).isEqualTo(1);
    assertThat(Files.exists(store.path(idle.file(0).hash()))).isFalse();
    reopened(StoreSettings.defaults());
    assertThat(store.list(ALICE)).extracting(StoredKeySet::id).containsExactly(used.set().id());
    assertThat(store.expire(now.plus(Duration.ofHours(6)))).isEqualTo(1);
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
  }

  @Test
  void aCommitAgainRenewsTheTimeToLive() throws IOException {
    TestKeys.Made made = keys.make(1, 7);
    keys.register(store, ALICE, made, Duration.ofHours(1));
    KeySetState renewed = keys.register(store, ALICE, made, Duration.ofHours(5));
    assertThat(renewed.expires()).contains(now.plus(Duration.ofHours(5)));
    assertThat(keys.register(store, ALICE, made, Duration.ofDays(9999)).expires())
        .contains(now.plus(StoreSettings.defaults().maxTtl()));
    assertThat(store.usage().keySets()).isEqualTo(1);
  }

  @Test
  void uploadsThatNobodyResumesGo() throws IOException {
    TestKeys.Made made = keys.make(2, 8);
    now = Instant.now();
    store.append(ALICE, made.set(), made.file(0).hash(), 0, ByteBuffer.wrap(made.bytes(0), 0, 9));
    assertThat(store.usage().uploadBytes()).isEqualTo(made.set().bytes());
    store.expire(now.plus(Duration.ofHours(23)));
    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isEqualTo(9);
    store.expire(now.plus(Duration.ofHours(25)));
    assertThat(store.state(ALICE, made.set()).missing().getFirst().received()).isZero();
    assertThat(parts()).isEmpty();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
  }

  @Test
  void uploadsCanBeDropped() throws IOException {
    TestKeys.Made made = keys.make(2, 9);
    store.append(ALICE, made.set(), made.file(0).hash(), 0, ByteBuffer.wrap(made.bytes(0)));
    assertThat(store.deleteUploads(BOB)).isZero();
    assertThat(store.deleteUploads(ALICE)).isEqualTo(made.file(0).bytes());
    assertThat(parts()).isEmpty();
    assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
    assertThat(keys.register(store, ALICE, made).complete()).isTrue();
  }

  @Test
  void onlyTheOwnerOfTheProcessCanReadAnything() throws IOException {
    keys.register(store, ALICE, keys.make(2, 10));
    TestKeys.Made begun = keys.make(2, 11);
    store.append(ALICE, begun.set(), begun.file(0).hash(), 0, ByteBuffer.allocate(1));
    try (Stream<Path> all = Files.walk(folder.resolve("keys"))) {
      for (Path path : all.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        if (!path.toString().contains("natives/")) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as(path.toString())
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void oneProcessAtATimeAndOneLayout() throws IOException {
    assertThatThrownBy(() -> KeyStore.open(folder.resolve("keys"), StoreSettings.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("open already");
    store.close();
    Files.writeString(folder.resolve("keys/layout"), "cloakwork-keys 99\n");
    assertThatThrownBy(() -> KeyStore.open(folder.resolve("keys"), StoreSettings.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'cloakwork-keys 99'");
    Files.writeString(folder.resolve("keys/layout"), KeyStore.LAYOUT.name());
    reopened(StoreSettings.defaults());
    store.close();
    assertThatThrownBy(() -> store.list(ALICE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theIndexGrows() throws IOException {
    reopened(StoreSettings.defaults().withIndexBytes(64 << 10, 1 << 30).withMaxSetsPerOwner(1000));
    for (int i = 0; i < 60; i++) {
      assertThat(keys.register(store, ALICE, keys.make(3, 1000 + i)).complete()).isTrue();
    }
    reopened(StoreSettings.defaults().withIndexBytes(64 << 10, 1 << 30));
    assertThat(store.list(ALICE)).hasSize(60);
  }

  @Test
  void anIndexThatMayNotGrowRefusesAndStaysGood() throws IOException {
    reopened(StoreSettings.defaults().withIndexBytes(128 << 10, 128 << 10));
    int[] registered = new int[1];
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                keys.register(store, ALICE, keys.make(3, 2000 + i));
                registered[0]++;
              }
            })
        .isInstanceOfAny(StoreFullException.class);
    assertThat(registered[0]).isPositive();
    reopened(StoreSettings.defaults());
    assertThat(store.list(ALICE)).hasSize(registered[0]).noneMatch(StoredKeySet::damaged);
    assertThat(keys.register(store, ALICE, keys.make(3, 5)).complete()).isTrue();
  }

  private List<Path> parts() throws IOException {
    return filesIn("uploads");
  }

  private List<Path> blobs() throws IOException {
    return filesIn("blobs");
  }

  private List<Path> filesIn(String part) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("keys").resolve(part))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
