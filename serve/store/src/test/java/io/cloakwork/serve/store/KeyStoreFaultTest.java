package io.cloakwork.serve.store;

import static io.cloakwork.serve.store.TestKeys.ALICE;
import static io.cloakwork.serve.store.TestKeys.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that fail or are full, and clients that come at once.
final class KeyStoreFaultTest {

  /// A disk that fails at its n-th step, and only then.
  private static final class FailingDisk extends Disk {

    private int stepsLeft = Integer.MAX_VALUE;
    private int steps;

    private void step() throws IOException {
      steps++;
      if (--stepsLeft == 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    int write(FileChannel file, long offset, ByteBuffer data) throws IOException {
      int half = Math.max(1, data.remaining() / 2);
      file.write(data.slice(data.position(), half), offset);
      data.position(data.position() + half);
      step();
      return half;
    }

    @Override
    void force(FileChannel file) throws IOException {
      step();
      super.force(file);
    }

    @Override
    void move(Path from, Path to) throws IOException {
      try {
        step();
      } catch (IOException e) {
        throw asFull(e);
      }
      super.move(from, to);
    }
  }

  @TempDir Path folder;
  private final TestKeys keys = new TestKeys();

  @AfterEach
  void close() {
    keys.close();
  }

  /// Whatever step fails, the upload goes on afterwards, at once or after a restart.
  @Test
  void aDiskThatIsFullAtAnyStep() throws IOException {
    TestKeys.Made other = keys.make(1, 1);
    int failures = 0;
    for (int step = 1; step < 1000; step++) {
      Path root = folder.resolve("keys" + step % 2);
      FailingDisk disk = new FailingDisk();
      TestKeys.Made made = keys.make(2, 100 + step);
      try (KeyStore store =
          KeyStore.open(root, StoreSettings.defaults(), InstantSource.system(), disk)) {
        keys.register(store, BOB, other);
        disk.stepsLeft = step;
        boolean failed = false;
        try {
          keys.register(store, ALICE, made);
        } catch (IOException e) {
          assertThat(e).as("step %d", step).hasStackTraceContaining("No space left");
          failed = true;
          failures++;
        }
        if (step % 2 == 0) {
          assertThat(keys.register(store, ALICE, made).complete()).isTrue();
        }
        if (!failed) {
          break;
        }
      }
      try (KeyStore store = KeyStore.open(root, StoreSettings.defaults())) {
        assertThat(keys.register(store, ALICE, made).complete()).as("step %d", step).isTrue();
        assertThat(Files.readAllBytes(store.path(made.file(1).hash()))).isEqualTo(made.bytes(1));
        assertThat(store.state(BOB, other.set()).complete()).isTrue();
        assertThat(store.usage().uploads()).isZero();
        store.delete(ALICE, made.set().id());
        assertThat(store.usage()).isEqualTo(new StoreUsage(1, 1, other.set().bytes(), 0, 0));
      }
    }
    assertThat(failures).isGreaterThan(10);
  }

  @Test
  void aFileSystemThatIsFull() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes()).strip();
    boolean mounted = mount.waitFor() == 0;
    Assumptions.assumeTrue(mounted, () -> "no small file system can be mounted here: " + said);
    try {
      fill(small.resolve("keys"));
    } finally {
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  private void fill(Path root) throws IOException {
    List<TestKeys.Made> registered = new ArrayList<>();
    StoreSettings settings = StoreSettings.defaults().withMaxSetsPerOwner(1000);
    try (KeyStore store = KeyStore.open(root, settings)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 500; i++) {
                  TestKeys.Made made = keys.make(3, i);
                  keys.register(store, ALICE, made);
                  registered.add(made);
                }
              })
          .isInstanceOf(StoreFullException.class);
      assertThat(registered).isNotEmpty();
      for (TestKeys.Made made : registered) {
        assertThat(store.state(ALICE, made.set()).complete()).isTrue();
      }
    }
    try (KeyStore store = KeyStore.open(root, settings)) {
      assertThat(store.list(ALICE)).hasSize(registered.size()).noneMatch(StoredKeySet::damaged);
      store.deleteUploads(ALICE);
      store.delete(ALICE, registered.getFirst().set().id());
      assertThat(keys.register(store, ALICE, registered.getFirst()).complete()).isTrue();
    }
  }

  /// The same content by several owners, and by one owner several times, at once.
  @Test
  void concurrentUploadsOfTheSameContent() throws Exception {
    TestKeys.Made made = keys.make(3, 7);
    try (KeyStore store = KeyStore.open(folder.resolve("keys"), StoreSettings.defaults());
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 5; round++) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Owner owner = new Owner("owner-" + i / 2);
          all.add(
              pool.submit(() -> {
                registerAgainstOthers(store, owner, made);
                return null;
              }));
        }
        for (Future<?> each : all) {
          each.get(60, TimeUnit.SECONDS);
        }
        assertThat(store.usage()).isEqualTo(new StoreUsage(4, 3, made.set().bytes(), 0, 0));
        for (int i = 0; i < 4; i++) {
          store.delete(new Owner("owner-" + i), made.set().id());
        }
        assertThat(store.usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0));
      }
      try (Stream<Path> left = Files.walk(folder.resolve("keys/uploads"))) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  private void registerAgainstOthers(KeyStore store, Owner owner, TestKeys.Made made)
      throws IOException {
    while (true) {
      try {
        TestKeys.upload(store, owner, made, 3000);
        if (store
            .commit(owner, made.set(), keys.parameters, made.request(), java.time.Duration.ZERO)
            .complete()) {
          return;
        }
      } catch (UploadOffsetException e) {
        // The same client uploads it on another connection: what is missing now?
        assertThat(e.expected()).isNotNegative();
      }
    }
  }
}
