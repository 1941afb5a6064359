package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.serve.protocol.v1.Failure;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferResult;
import io.cloakwork.spi.hash.Sha256;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The client's end against a service on loopback that does what it should, and what it should not.
@Timeout(60)
class RemoteServiceTest {

  private static final String PARAMETERS = "ab".repeat(32);
  private static final int INPUT_BYTES = 5000;

  private final FakeService fake = new FakeService();
  private final AtomicReference<String> authorization = new AtomicReference<>();
  private Server server;
  private RemoteService service;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(fake)
            .intercept(headers())
            .build()
            .start();
    service = RemoteService.connect(settings());
    fake.manifest = TinyManifest.json();
  }

  private RemoteSettings settings() {
    return RemoteSettings.of("127.0.0.1", server.getPort())
        .withToken("a-token")
        .withRetry(new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(50)));
  }

  private ServerInterceptor headers() {
    return new ServerInterceptor() {
      @Override
      public <Q, R> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        authorization.set(headers.get(Connection.AUTHORIZATION));
        return next.startCall(call, headers);
      }
    };
  }

  @AfterEach
  void stop() throws InterruptedException {
    service.close();
    server.shutdownNow().awaitTermination();
  }

  private static byte[] random(int seed, int bytes) {
    byte[] made = new byte[bytes];
    new SplittableRandom(seed).nextBytes(made);
    return made;
  }

  private static LocalKeySet keys(int count, int bytes) {
    List<LocalKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] object = random(i, bytes);
      keys.add(
          new LocalKey(
              2 * i + 1, 3, HexFormat.of().formatHex(Sha256.of(object)), ByteSource.of(object)));
    }
    return new LocalKeySet("m", PARAMETERS, keys);
  }

  private static InferCall call(byte[] input) {
    return new InferCall(
        "m",
        "keys",
        ByteSource.of(input),
        LaneChoice.of(2),
        INPUT_BYTES,
        java.util.Optional.empty(),
        java.util.Optional.empty());
  }

  private static byte[] bytes(RemoteResult result) throws IOException {
    return result.object().open().readAllBytes();
  }

  private RemoteException refused(CompletableFuture<RemoteResult> result) {
    try {
      result.get(30, TimeUnit.SECONDS);
      throw new AssertionError("not refused");
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(RemoteException.class);
      assertThat(e.getCause().getMessage()).doesNotContain("\n");
      return (RemoteException) e.getCause();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyCallCarriesTheToken() {
    service.models();
    assertThat(authorization).hasValue("Bearer a-token");
  }

  @Test
  void textsOfTheServiceMoveNoCursor() {
    assertThat(service.models().getFirst().name()).isEqualTo("m?[2J");
  }

  @Test
  void aFullServiceIsAskedAgainWhenItSays() {
    fake.refuse.set(3);
    assertThat(service.models()).hasSize(1);
    fake.refuse.set(4);
    assertThatThrownBy(service::models)
        .isInstanceOfSatisfying(
            RemoteException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(e.retryAfter()).contains(Duration.ofMillis(5));
            });
  }

  @Test
  void aServiceThatIsNotThereIsOneSentence() throws InterruptedException {
    server.shutdownNow().awaitTermination();
    assertThatThrownBy(service::models)
        .isInstanceOfSatisfying(
            RemoteException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.getMessage()).startsWith("listing models: ").doesNotContain("\n");
            });
  }

  @Test
  void uploadsGoOnWhereTheyBroke() throws IOException {
    LocalKeySet keys = keys(5, 20_000);
    fake.breakUploadAfter = 30_000;
    List<Long> there = new ArrayList<>();
    service.register(
        keys,
        Duration.ofHours(1),
        new UploadListener() {
          @Override
          public void resumed(long bytes, long total) {
            there.add(bytes);
            assertThat(total).isEqualTo(100_000);
          }
        });
    assertThat(there).hasSizeGreaterThan(2).isSorted().startsWith(0L);
    assertThat(fake.keys).hasSize(5);
    for (LocalKey key : keys.keys()) {
      assertThat(fake.keys.get(key.sha256()).toByteArray())
          .isEqualTo(key.object().open(0).readAllBytes());
    }
    int uploads = fake.uploads.get();
    service.register(keys, Duration.ZERO, UploadListener.NONE);
    assertThat(fake.uploads).as("nothing is uploaded twice").hasValue(uploads);
    assertThat(service.isRegistered(keys)).isTrue();
  }

  @Test
  void anUploadWithoutProgressIsGivenUp() {
    fake.breakUploadAfter = 0;
    assertThatThrownBy(() -> service.register(keys(1, 5000), Duration.ZERO, UploadListener.NONE))
        .isInstanceOf(RemoteException.class)
        .hasMessage("registering keys: going down");
    assertThat(fake.uploads).hasValue(4);
  }

  @Test
  void aServiceThatTakesNothingIsGivenUp() {
    fake.readsNothing = true;
    try (RemoteService impatient =
        RemoteService.connect(
            settings().withStallTimeout(Duration.ofMillis(200)).withRetry(RetryPolicy.never()))) {
      assertThatThrownBy(
              () -> impatient.register(keys(1, 4 << 20), Duration.ZERO, UploadListener.NONE))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("took nothing");
    }
  }

  @Test
  void manyInferencesShareAStream() throws Exception {
    List<CompletableFuture<RemoteResult>> results = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      results.add(service.infer(call(random(i, INPUT_BYTES - i))));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(bytes(results.get(i).get())).isEqualTo(random(i, INPUT_BYTES - i));
    }
    assertThat(fake.inferStreams).hasValue(1);
    assertThat(results.getFirst().get().requestId()).startsWith("r");
  }

  @Test
  void inferencesSurviveABrokenStreamAndAFullQueue() throws Exception {
    fake.breakInfer.set(1);
    byte[] input = random(1, 3000);
    assertThat(bytes(service.infer(call(input)).get())).isEqualTo(input);
    assertThat(fake.inferStreams).hasValue(2);
    fake.refuse.set(3);
    assertThat(bytes(service.infer(call(input)).get())).isEqualTo(input);
    fake.refuse.set(4);
    assertThat(refused(service.infer(call(input))))
        .hasMessage("inference: the queue is full")
        .extracting(RemoteException::status)
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void cancellingReachesTheService() throws Exception {
    fake.silent = true;
    CompletableFuture<RemoteResult> result = service.infer(call(random(1, 3000)));
    while (fake.inferences.get() == 0) {
      Thread.sleep(5);
    }
    result.cancel(true);
    while (fake.cancelled.get() == 0) {
      Thread.sleep(5);
    }
    fake.silent = false;
    byte[] input = random(2, 3000);
    assertThat(bytes(service.infer(call(input)).get())).isEqualTo(input);
    assertThat(fake.inferStreams).as("others are not disturbed").hasValue(1);
  }

  @Test
  void deadlinesEndRequestsThatNobodyAnswers() throws Exception {
    fake.silent = true;
    service.manifest("m"); // connected: the deadline is not spent on that
    RemoteException late =
        refused(service.infer(call(random(1, 100)).withDeadline(Duration.ofMillis(300))));
    assertThat(late.status()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    while (fake.cancelled.get() == 0) {
      Thread.sleep(5);
    }
  }

  @Test
  void closingFailsWhatIsOpen() throws Exception {
    fake.silent = true;
    CompletableFuture<RemoteResult> result = service.infer(call(random(1, 100)));
    service.close();
    assertThat(result).isCancelled();
    assertThatThrownBy(() -> service.infer(call(random(1, 100))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInputThatCannotBeReadFailsWithItsOwnException() {
    ByteSource broken =
        new ByteSource() {
          @Override
          public long bytes() {
            return 10;
          }

          @Override
          public java.io.InputStream open(long offset) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    InferCall call =
        new InferCall(
            "m",
            "keys",
            broken,
            LaneChoice.all(),
            10,
            java.util.Optional.empty(),
            java.util.Optional.empty());
    assertThatThrownBy(() -> service.infer(call).get())
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("the disk is gone");
  }

  private static InferReply result(long id, long bytes) {
    return InferReply.newBuilder()
        .setId(id)
        .setResult(InferResult.newBuilder().setBytes(bytes))
        .build();
  }

  /// Every way in which a reply can be wrong, and the sentence that it is refused with.
  private static Map<String, FakeService.Answer> hostile() {
    ByteString some = ByteString.copyFrom(new byte[100]);
    Map<String, FakeService.Answer> answers = new TreeMap<>();
    answers.put(
        "'bytes' is 4611686018427387904, not in [1, 5000]",
        (id, _, replies) -> replies.onNext(result(id, 1L << 62)));
    answers.put(
        "'bytes' is 18446744073709551615, not in [1, 5000]",
        (id, _, replies) -> replies.onNext(result(id, -1)));
    answers.put("'bytes' is 0, not in", (id, _, replies) -> replies.onNext(result(id, 0)));
    answers.put(
        "100 bytes follow the 0 of 10",
        (id, _, replies) -> {
          replies.onNext(result(id, 10));
          replies.onNext(InferReply.newBuilder().setId(id).setData(some).build());
        });
    answers.put(
        "data comes before its length",
        (id, _, replies) ->
            replies.onNext(InferReply.newBuilder().setId(id).setData(some).build()));
    answers.put(
        "announced twice",
        (id, _, replies) -> {
          replies.onNext(result(id, 10));
          replies.onNext(result(id, 10));
        });
    answers.put(
        "a message is empty",
        (id, _, replies) -> replies.onNext(InferReply.newBuilder().setId(id).build()));
    answers.put(
        "answers request 7777, which was never made",
        (_, _, replies) -> replies.onNext(result(7777, 10)));
    answers.put(
        "answers request 18446744073709551615", (_, _, replies) -> replies.onNext(result(-1, 10)));
    answers.put("inference: UNKNOWN", (id, _, replies) -> replies.onNext(failure(id, 0, "")));
    answers.put(
        "inference: a?[2Jb " + "x".repeat(300),
        (id, _, replies) -> replies.onNext(failure(id, 3, "a\u001b[2Jb\n" + "x".repeat(9000))));
    answers.put(
        "gRPC message exceeds maximum size",
        (id, _, replies) ->
            replies.onNext(
                InferReply.newBuilder()
                    .setId(id)
                    .setData(ByteString.copyFrom(new byte[Chunks.MAX_BYTES + (1 << 20)]))
                    .build()));
    return answers;
  }

  private static InferReply failure(long id, int code, String message) {
    return InferReply.newBuilder()
        .setId(id)
        .setFailure(Failure.newBuilder().setCode(code).setMessage(message))
        .build();
  }

  @Test
  void hostileRepliesAreRefusedAndTheNextRequestIsServed() throws Exception {
    for (var one : hostile().entrySet()) {
      fake.answer = one.getValue();
      int before = fake.inferences.get();
      assertThat(refused(service.infer(call(random(1, 3000))))).hasMessageContaining(one.getKey());
      assertThat(fake.inferences.get() - before)
          .as("nothing hostile is tried again: %s", one.getKey())
          .isEqualTo(1);
      fake.answer = FakeService::echo;
      byte[] input = random(2, 3000);
      assertThat(bytes(service.infer(call(input)).get())).isEqualTo(input);
    }
  }

  @Test
  void aServiceThatDripsIsRefused() {
    fake.answer =
        (id, _, replies) -> {
          replies.onNext(result(id, 5000));
          for (int i = 0; i < 40; i++) {
            replies.onNext(
                InferReply.newBuilder()
                    .setId(id)
                    .setData(ByteString.copyFrom(new byte[1]))
                    .build());
          }
        };
    assertThat(refused(service.infer(call(random(1, 10))))).hasMessageContaining("chunks for its");
  }

  @Test
  void chunkSizesAndManifestsThatAreNoneAreRefused() {
    fake.chunkBytes = 1;
    assertThatThrownBy(() -> service.manifest("m"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("chunks of 1 bytes");
    fake.chunkBytes = Chunks.MIN_BYTES;
    fake.manifest = ByteString.copyFromUtf8("{\"network\": 1");
    assertThatThrownBy(() -> service.manifest("m"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("manifest of 'm' is not valid");
  }

  @Test
  void keyStatesThatContradictTheSetAreRefused() {
    LocalKeySet keys = keys(2, 5000);
    fake.keys.put(keys.keys().getFirst().sha256(), ByteString.copyFrom(new byte[10]));
    FakeService lying =
        new FakeService() {
          @Override
          public void getKeySet(
              io.cloakwork.serve.protocol.v1.KeySet request,
              StreamObserver<io.cloakwork.serve.protocol.v1.KeySetState> reply) {
            reply.onNext(
                state(request).toBuilder()
                    .addMissing(
                        io.cloakwork.serve.protocol.v1.MissingKey.newBuilder()
                            .setSha256(ByteString.copyFrom(new byte[32])))
                    .build());
            reply.onCompleted();
          }
        };
    lying.manifest = fake.manifest;
    try (var other = new Loopback(lying)) {
      assertThatThrownBy(() -> other.service().register(keys, Duration.ZERO, UploadListener.NONE))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("it misses a key that is not in the set");
    }
  }

  /// Another service beside the test's own.
  private record Loopback(Server server, RemoteService service) implements AutoCloseable {

    Loopback(FakeService fake) {
      this(started(fake), null);
    }

    Loopback {
      if (service == null) {
        service =
            RemoteService.connect(
                RemoteSettings.of("127.0.0.1", server.getPort()).withRetry(RetryPolicy.never()));
      }
    }

    private static Server started(FakeService fake) {
      try {
        return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(fake)
            .build()
            .start();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      service.close();
      server.shutdownNow();
    }
  }

  /// Keeps what it is given.
  private static final class Kept implements JobResultSink {

    private final TreeMap<Integer, String> items = new TreeMap<>();

    @Override
    public void result(int item, int lane, WireSource output) throws IOException {
      try (output) {
        assertThat(items.put(item, "result")).isNull();
      }
    }

    @Override
    public void failure(int item, RemoteException why) {
      assertThat(items.put(item, why.getMessage())).isNull();
    }
  }

  @Test
  void jobsComeBackWholeOverBrokenConnections() throws IOException {
    List<JobItem> items = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      items.add(
          new JobItem(ByteSource.of(i == 3 ? new byte[0] : random(i, 4000)), LaneChoice.of(i % 4)));
    }
    RemoteJob job = service.submitJob("j1", "m", "keys", items, UploadListener.NONE);
    assertThat(job.isDone()).isTrue();
    assertThat(fake.jobs.get("j1").get(5).toByteArray()).isEqualTo(random(5, 4000));
    fake.breakResults.set(3);
    Kept kept = new Kept();
    service.results("j1", 4000, kept);
    assertThat(kept.items).hasSize(6).containsEntry(3, "item 3: bad input");
    assertThat(service.job("j1").items()).isEqualTo(6);
    assertThatThrownBy(() -> service.results("j1", 3999, new Kept()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("result 0: field 'bytes' is 4000, not in [1, 3999]");
    service.deleteJob("j1");
    assertThatThrownBy(() -> service.job("j1"))
        .isInstanceOfSatisfying(
            RemoteException.class, e -> assertThat(e.status()).isEqualTo(Status.Code.NOT_FOUND));
  }
}
