package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One stream whose client has more key sets than the service holds sessions for: those that are
/// idle make room, those that requests use stay.
@Timeout(120)
class ManyKeySetsTest {

  private static final long SEED = 41;
  private static final int KEY_SETS = 20;

  /// What one stream holds.
  private static final int SESSIONS = 16;

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static final List<KeyOwner> OWNERS = new ArrayList<>();
  private static TestService service;
  private static ManagedChannel channel;

  private final Random random = new Random(SEED);
  private final Replies<InferReply> replies = new Replies<>();
  private StreamObserver<InferRequest> stream;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.onCpu(folder, NETWORK);
    try (RemoteService remote = service.connect()) {
      for (int i = 0; i < KEY_SETS; i++) {
        OWNERS.add(KeyOwner.onCpu(NETWORK, TestService.MODEL));
        remote.register(OWNERS.getLast().keys(), Duration.ZERO, UploadListener.NONE);
      }
    }
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", service.server().port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    OWNERS.forEach(KeyOwner::close);
    service.close();
  }

  @BeforeEach
  void open() {
    stream = InferenceServiceGrpc.newStub(channel).infer(replies);
  }

  @AfterEach
  void theStreamEndsWell() {
    stream.onCompleted();
    assertThat(replies.await().status()).isEqualTo(Status.Code.OK);
    assertThat(service.log().named("request.broken")).isEmpty();
  }

  /// A request of the stream, numbered as its key set is.
  private final class Request {

    private final int id;
    private final double[] input = random.doubles(TinyNetwork.INPUTS, -1, 1).toArray();
    private final byte[] object;

    Request(int id) {
      this.id = id;
      this.object = OWNERS.get(id).encrypt(input);
    }

    Request begin() {
      stream.onNext(
          InferRequest.newBuilder()
              .setId(id)
              .setStart(
                  InferStart.newBuilder()
                      .setModel(TestService.MODEL)
                      .setKeySet(OWNERS.get(id).keys().id())
                      .setAllLanes(true)
                      .setBytes(object.length))
              .build());
      return this;
    }

    void finish() throws IOException {
      stream.onNext(
          InferRequest.newBuilder().setId(id).setData(ByteString.copyFrom(object)).build());
      InferReply head = replies.next();
      assertThat(head.getId()).isEqualTo(id);
      assertThat(head.hasResult()).as("%s", head).isTrue();
      ByteArrayOutputStream result = new ByteArrayOutputStream();
      while (result.size() < head.getResult().getBytes()) {
        replies.next().getData().writeTo(result);
      }
      assertThat(OWNERS.get(id).decrypt(WireSource.of(MemorySegment.ofArray(result.toByteArray()))))
          .as("seed %d, key set %d", SEED, id)
          .containsExactly(ClearInterpreter.model(NETWORK, input), within(1e-2));
    }
  }

  /// Sessions that have to go are closed by the way, and what is read of the service is up to a
  /// second old.
  private static double sessionsOnceClosed() throws InterruptedException {
    double open = Double.NaN;
    for (int tries = 0; tries < 50 && open != SESSIONS; tries++) {
      Thread.sleep(100);
      open =
          service
              .server()
              .operations()
              .metrics()
              .scrape("text/plain; version=0.0.4; charset=utf-8")
              .lines()
              .filter(line -> line.startsWith("cloakwork_sessions "))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
              .sum();
    }
    return open;
  }

  private InferReply refusal() {
    InferReply refusal = replies.next();
    assertThat(refusal.hasFailure()).as("%s", refusal).isTrue();
    return refusal;
  }

  /// The first request is open all the while; the second set is used again after it had to go.
  @Test
  void aStreamServesMoreKeySetsThanItHolds() throws Exception {
    Request first = new Request(0).begin();
    for (int id = 1; id < KEY_SETS; id++) {
      new Request(id).begin().finish();
    }
    assertThat(sessionsOnceClosed()).isEqualTo(SESSIONS);
    new Request(1).begin().finish();
    first.finish();
  }

  @Test
  void openRequestsOfTooManyKeySetsAreRefusedUntilOneHasEnded() throws Exception {
    List<Request> open = new ArrayList<>();
    for (int id = 0; id < SESSIONS; id++) {
      open.add(new Request(id).begin());
    }
    Request more = new Request(SESSIONS).begin();
    InferReply refusal = refusal();
    assertThat(refusal.getId()).isEqualTo(SESSIONS);
    assertThat(refusal.getFailure().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
    assertThat(refusal.getFailure().getRetryAfterMillis()).isPositive();
    assertThat(refusal.getFailure().getMessage()).contains("%d pairs".formatted(SESSIONS));
    // The bytes of a refused request may still come.
    stream.onNext(
        InferRequest.newBuilder()
            .setId(SESSIONS)
            .setData(ByteString.copyFrom(more.object))
            .build());
    open.removeLast().finish();
    more.begin().finish();
    for (Request request : open) {
      request.finish();
    }
  }
}
