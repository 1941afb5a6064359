package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.LocalKey;
import io.cloakwork.serve.protocol.RemoteException;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that vanish, a disk that is full, files that are not what was written: each ends in a
/// status or a recovery, nothing accepted is lost, and others notice nothing.
@Timeout(300)
class FaultsTest {

  private static final double[] INPUT = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6};
  private static final CompiledNetwork NETWORK = TinyNetwork.compile();

  @TempDir private Path folder;
  private static KeyOwner alice;
  private static KeyOwner bob;

  @BeforeAll
  static void makeKeys() {
    alice = new KeyOwner(NETWORK, TestService.MODEL);
    bob = new KeyOwner(NETWORK, TestService.MODEL);
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
  }

  private TestService start() throws Exception {
    return TestService.in(folder, NETWORK, AccessRules.local(), CallLimits.defaults());
  }

  private static void register(TestService service, KeyOwner owner) throws Exception {
    try (RemoteService remote = service.connect()) {
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
    }
  }

  private static void assertServed(TestService service, KeyOwner owner) throws Exception {
    try (RemoteService remote = service.connect()) {
      InferCall call =
          InferCall.of(
              remote.manifest(TestService.MODEL),
              owner.keys().id(),
              ByteSource.of(owner.encrypt(INPUT)),
              LaneChoice.all());
      assertThat(owner.decrypt(remote.infer(call).get().source()))
          .containsExactly(ClearInterpreter.model(NETWORK, INPUT), within(1e-2));
    }
  }

  private static void assertStatus(Status.Code status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(thrown -> {
          Throwable cause = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
          assertThat(cause)
              .isInstanceOfSatisfying(
                  RemoteException.class, e -> assertThat(e.status()).isEqualTo(status));
        });
  }

  private static ManagedChannel channel(TestService service) {
    return Grpc.newChannelBuilderForAddress(
            "127.0.0.1", service.server().port(), InsecureChannelCredentials.create())
        .build();
  }

  // ----------------------------------------------------------------------- vanishing clients

  @Test
  void anUploadGoesOnWhereTheVanishedClientStopped() throws Exception {
    try (TestService service = start()) {
      register(service, alice);
      long sent = uploadHalfOfTheFirstKey(service);
      assertServed(service, alice);
      AtomicLong resumed = new AtomicLong();
      UploadListener listener =
          new UploadListener() {
            @Override
            public void resumed(long there, long total) {
              resumed.set(there);
            }
          };
      try (RemoteService remote = service.connect()) {
        remote.register(bob.keys(), Duration.ZERO, listener);
      }
      assertThat(resumed).hasValue(sent);
      assertServed(service, bob);
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }

  /// @return bytes that the service had when the client was gone
  private static long uploadHalfOfTheFirstKey(TestService service) throws Exception {
    KeySet set = HostileCalls.described(bob.keys());
    LocalKey key = bob.keys().keys().getFirst();
    byte[] half;
    try (InputStream object = key.object().open(0)) {
      half = object.readNBytes((int) key.bytes() / 2);
    }
    ManagedChannel channel = channel(service);
    StreamObserver<RegisterKeysRequest> call =
        InferenceServiceGrpc.newStub(channel).registerKeys(new Replies<KeySetState>());
    call.onNext(RegisterKeysRequest.newBuilder().setKeySet(set).build());
    call.onNext(
        RegisterKeysRequest.newBuilder()
            .setChunk(
                KeyChunk.newBuilder()
                    .setSha256(set.getKeys(0).getSha256())
                    .setData(ByteString.copyFrom(half)))
            .build());
    var state = InferenceServiceGrpc.newBlockingStub(channel);
    while (state.getKeySet(set).getMissing(0).getReceived() < half.length) {
      Thread.sleep(10);
    }
    channel.shutdownNow();
    return half.length;
  }

  @Test
  void requestsOfAVanishedClientHoldNothing() throws Exception {
    try (TestService service = start()) {
      register(service, alice);
      register(service, bob);
      byte[] input = bob.encrypt(INPUT);
      for (int i = 0; i < 20; i++) {
        ManagedChannel channel = channel(service);
        StreamObserver<InferRequest> call =
            InferenceServiceGrpc.newStub(channel).infer(new Replies<InferReply>());
        InferStart start =
            InferStart.newBuilder()
                .setModel(TestService.MODEL)
                .setKeySet(bob.keys().id())
                .setAllLanes(true)
                .setBytes(input.length)
                .build();
        // Some are gone in the middle of an input, others while theirs is run.
        int sent = i % 2 == 0 ? input.length / 2 : input.length;
        call.onNext(InferRequest.newBuilder().setId(1).setStart(start).build());
        call.onNext(
            InferRequest.newBuilder()
                .setId(1)
                .setData(ByteString.copyFrom(input, 0, sent))
                .build());
        Thread.sleep(i);
        channel.shutdownNow();
        assertServed(service, alice);
      }
      assertServed(service, bob);
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }

  // ------------------------------------------------------------------------------ disk

  @Test
  void aFullDiskRefusesAndLosesNothing() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    mount(small);
    try {
      Files.createSymbolicLink(folder.resolve("data"), small);
      fillAndRecover(small);
    } finally {
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  private static void mount(Path small) throws Exception {
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    boolean mounted = mount.waitFor() == 0;
    Assumptions.assumeTrue(mounted, () -> "no small file system can be mounted here: " + said);
  }

  private void fillAndRecover(Path small) throws Exception {
    try (TestService service = start();
        RemoteService remote = service.connect()) {
      register(service, alice);
      submit(remote, "early");
      Path ballast = small.resolve("ballast");
      fill(small, ballast);
      assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> register(service, bob));
      assertStatus(Status.Code.RESOURCE_EXHAUSTED, () -> submit(remote, "late"));
      assertServed(service, alice);
      Files.delete(ballast);
      register(service, bob);
      assertServed(service, bob);
      submit(remote, "late");
      awaitDone(remote, "early");
      awaitDone(remote, "late");
      assertThat(service.log().named("request.broken")).isEmpty();
    }
  }

  private static void submit(RemoteService remote, String name) throws Exception {
    JobItem item = new JobItem(ByteSource.of(alice.encrypt(INPUT)), LaneChoice.all());
    remote.submitJob(
        name, TestService.MODEL, alice.keys().id(), List.of(item, item), UploadListener.NONE);
  }

  private static void awaitDone(RemoteService remote, String name) throws InterruptedException {
    while (remote.job(name).finished() + remote.job(name).failed() < 2) {
      Thread.sleep(20);
    }
    assertThat(remote.job(name).failed()).as(name).isZero();
  }

  /// Leaves less than a key needs.
  private static void fill(Path small, Path ballast) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
      byte[] block = new byte[4096];
      while (Files.getFileStore(small).getUsableSpace() > 0) {
        file.write(block);
      }
    }
  }

  @Test
  void aDamagedKeyFileIsToldAndHealedByRegisteringAgain() throws Exception {
    try (TestService service = start()) {
      register(service, alice);
      register(service, bob);
    }
    damage(alice.keys().keys().getFirst());
    try (TestService service = start();
        RemoteService remote = service.connect()) {
      assertStatus(Status.Code.FAILED_PRECONDITION, () -> remote.infer(request(remote)).get());
      assertThat(remote.isRegistered(alice.keys())).isFalse();
      assertServed(service, bob);
      register(service, alice);
      assertServed(service, alice);
    }
  }

  private static InferCall request(RemoteService remote) {
    return InferCall.of(
        remote.manifest(TestService.MODEL),
        alice.keys().id(),
        ByteSource.of(alice.encrypt(INPUT)),
        LaneChoice.all());
  }

  private void damage(LocalKey key) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.resolve("data/keys"))) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> file.getFileName().toString().startsWith(key.sha256()))
              .toList();
    }
    assertThat(files).hasSize(1);
    try (RandomAccessFile file = new RandomAccessFile(files.getFirst().toFile(), "rw")) {
      file.seek(key.bytes() / 2);
      int old = file.read();
      file.seek(key.bytes() / 2);
      file.write(old ^ 1);
    }
  }
}
