package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.protocol.v1.Cancel;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferStart;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.protocol.v1.JobItem;
import io.cloakwork.serve.protocol.v1.JobStart;
import io.cloakwork.serve.protocol.v1.JobState;
import io.cloakwork.serve.protocol.v1.KeyChunk;
import io.cloakwork.serve.protocol.v1.KeyFile;
import io.cloakwork.serve.protocol.v1.KeySet;
import io.cloakwork.serve.protocol.v1.KeySetState;
import io.cloakwork.serve.protocol.v1.RegisterKeysRequest;
import io.cloakwork.serve.protocol.v1.SubmitJobRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends, it gets a status that says what is wrong; the service allocates nothing
/// for it, fails at nothing, and goes on.
class HostileTest {

  private static final int OPEN_REQUESTS = 4;
  private static final long SEED = 23;

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static TestService service;
  private static KeyOwner owner;
  private static ManagedChannel channel;
  private static byte[] input;

  @BeforeAll
  static void start() throws Exception {
    CallLimits limits =
        CallLimits.defaults()
            .withOpenRequests(OPEN_REQUESTS)
            .withMemory(64 << 20, 32 << 20)
            .withStallTimeout(Duration.ofSeconds(2));
    service = TestService.in(folder, NETWORK, AccessRules.local(), limits);
    owner = new KeyOwner(NETWORK, TestService.MODEL);
    input = owner.encrypt(new double[TinyNetwork.INPUTS]);
    try (RemoteService remote = service.connect()) {
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
    }
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", service.server().port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    owner.close();
    service.close();
  }

  /// Nothing that a client does is a failure of the service.
  @AfterEach
  void nothingBroke() {
    assertThat(service.log().named("request.broken")).isEmpty();
  }

  private static InferStart.Builder goodStart() {
    return InferStart.newBuilder()
        .setModel(TestService.MODEL)
        .setKeySet(owner.keys().id())
        .setAllLanes(true)
        .setBytes(input.length);
  }

  private static InferRequest message(long id, InferStart.Builder start) {
    return InferRequest.newBuilder().setId(id).setStart(start).build();
  }

  private static InferRequest data(long id, byte[] bytes) {
    return InferRequest.newBuilder().setId(id).setData(ByteString.copyFrom(bytes)).build();
  }

  private static Replies<InferReply> infer(InferRequest... messages) {
    Replies<InferReply> replies = new Replies<>();
    var call = InferenceServiceGrpc.newStub(channel).infer(replies);
    List.of(messages).forEach(call::onNext);
    call.onCompleted();
    return replies.await();
  }

  private static Status.Code failureOf(InferRequest... messages) {
    Replies<InferReply> replies = infer(messages);
    assertThat(replies.status()).isEqualTo(Status.Code.OK);
    InferReply last = replies.messages().getLast();
    assertThat(last.hasFailure()).as("%s", last).isTrue();
    assertThat(last.getFailure().getMessage()).doesNotContain("Exception").doesNotContain("\tat ");
    return Status.fromCodeValue(last.getFailure().getCode()).getCode();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40})
  void lengthsThatNoInputHas(long bytes) {
    assertThat(failureOf(message(1, goodStart().setBytes(bytes))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void namesThatNobodyHas() {
    assertThat(failureOf(message(1, goodStart().setModel("other"))))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failureOf(message(1, goodStart().setKeySet("0".repeat(64)))))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failureOf(message(1, goodStart().setKeySet("../../etc/passwd"))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failureOf(message(1, goodStart().setAllLanes(false).setLane(-1))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void inputsThatAreNotWhatTheySay() {
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      byte[] bad = input.clone();
      // Early bytes are the header and its fields, later ones are residues and the trailer.
      int at = i < 20 ? random.nextInt(120) : random.nextInt(bad.length);
      bad[at] ^= (byte) (1 + random.nextInt(255));
      assertThat(failureOf(message(i, goodStart()), data(i, bad)))
          .as("seed %d, byte %d", SEED, at)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void inputsThatEndTooEarlyOrTooLate() {
    byte[] part = java.util.Arrays.copyOf(input, input.length / 2);
    assertThat(failureOf(message(1, goodStart()), data(1, part)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    byte[] more = java.util.Arrays.copyOf(input, input.length + 1);
    assertThat(failureOf(message(1, goodStart()), data(1, more)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void messagesThatMakeNoSense() {
    assertThat(infer(data(7, new byte[1])).status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(infer(InferRequest.getDefaultInstance()).status())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(infer(message(1, goodStart()), message(1, goodStart())).status())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    InferRequest cancel =
        InferRequest.newBuilder().setId(9).setCancel(Cancel.getDefaultInstance()).build();
    assertThat(infer(cancel).status()).isEqualTo(Status.Code.OK);
  }

  @Test
  void messagesThatAreTooLong() {
    Replies<InferReply> replies = infer(message(1, goodStart()), data(1, new byte[8 << 20]));
    assertThat(replies.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void moreOpenRequestsThanAStreamMayHave() {
    Replies<InferReply> replies = new Replies<>();
    var call = InferenceServiceGrpc.newStub(channel).infer(replies);
    for (int id = 0; id <= OPEN_REQUESTS; id++) {
      call.onNext(message(id, goodStart()));
    }
    InferReply refusal = replies.next();
    assertThat(refusal.getId()).isEqualTo(OPEN_REQUESTS);
    assertThat(refusal.getFailure().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
    assertThat(refusal.getFailure().getRetryAfterMillis()).isPositive();
    // Requests that were begun and are not sent: the stream is given up.
    assertThat(replies.await().status()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  private static KeySet.Builder keySet() {
    KeySet.Builder set =
        KeySet.newBuilder().setModel(TestService.MODEL).setParametersId(NETWORK.parameters().id());
    owner
        .keys()
        .keys()
        .forEach(key ->
            set.addKeys(
                KeyFile.newBuilder()
                    .setCode(key.code())
                    .setLevel(key.level())
                    .setBytes(key.bytes())
                    .setSha256(
                        ByteString.copyFrom(java.util.HexFormat.of().parseHex("ab".repeat(32))))));
    return set;
  }

  private static Status.Code register(RegisterKeysRequest... messages) {
    Replies<KeySetState> replies = new Replies<>();
    var call = InferenceServiceGrpc.newStub(channel).registerKeys(replies);
    List.of(messages).forEach(call::onNext);
    call.onCompleted();
    return replies.await().status();
  }

  private static RegisterKeysRequest describe(Consumer<KeySet.Builder> change) {
    KeySet.Builder set = keySet();
    change.accept(set);
    return RegisterKeysRequest.newBuilder().setKeySet(set).build();
  }

  private static RegisterKeysRequest chunk(long offset, int bytes) {
    return RegisterKeysRequest.newBuilder()
        .setChunk(
            KeyChunk.newBuilder()
                .setSha256(keySet().getKeys(0).getSha256())
                .setOffset(offset)
                .setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  @Test
  void keySetsThatTheModelDoesNotUse() {
    assertThat(register(describe(set -> set.setParametersId("other"))))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(register(describe(KeySet.Builder::clearKeys)))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(register(describe(set -> set.getKeysBuilder(0).setCode(-1))))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(register(describe(set -> set.getKeysBuilder(0).setBytes(Long.MAX_VALUE))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(register(describe(set -> set.getKeysBuilder(0).setSha256(ByteString.EMPTY))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void keyChunksOutOfPlace() {
    assertThat(register(chunk(0, 10))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(register(RegisterKeysRequest.getDefaultInstance()))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(register(describe(_ -> {}), chunk(5, 10))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(register(describe(_ -> {}), chunk(-1, 10))).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private static Status.Code submit(JobStart.Builder start) {
    Replies<JobState> replies = new Replies<>();
    var call = InferenceServiceGrpc.newStub(channel).submitJob(replies);
    call.onNext(SubmitJobRequest.newBuilder().setStart(start).build());
    call.onCompleted();
    return replies.await().status();
  }

  @Test
  void jobsThatCannotBe() {
    JobStart.Builder job =
        JobStart.newBuilder().setModel(TestService.MODEL).setKeySet(owner.keys().id());
    assertThat(submit(job.clone())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(submit(job.clone().addItems(JobItem.newBuilder().setBytes(-1))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    JobItem good = JobItem.newBuilder().setBytes(input.length).setAllLanes(true).build();
    assertThat(submit(job.clone().addItems(good).setName("../up")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(submit(job.clone().addItems(good).setName("short")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /// After all that, an honest request is served.
  @Test
  void honestClientsAreServed() {
    Replies<InferReply> replies = infer(message(1, goodStart()), data(1, input));
    assertThat(replies.status()).isEqualTo(Status.Code.OK);
    assertThat(replies.messages().getFirst().hasResult()).isTrue();
  }

  /// Neither the transport's silence nor a stack trace in the log; what came before is not
  /// accepted.
  @Test
  void bytesThatAreNoMessage() {
    byte[] garbled = {(byte) 0xff, 0x01, 0x02};
    try (RawCalls raw = new RawCalls(service.server().port(), "none")) {
      for (var method : InferenceServiceGrpc.getServiceDescriptor().getMethods()) {
        Status status = raw.call(method, List.of(garbled)).status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("no message");
      }
      JobStart job =
          JobStart.newBuilder()
              .setModel(TestService.MODEL)
              .setKeySet(owner.keys().id())
              .setName("garbled")
              .addItems(JobItem.newBuilder().setBytes(input.length).setAllLanes(true))
              .build();
      List<byte[]> messages =
          List.of(
              SubmitJobRequest.newBuilder().setStart(job).build().toByteArray(),
              SubmitJobRequest.newBuilder()
                  .setData(ByteString.copyFrom(input))
                  .build()
                  .toByteArray(),
              garbled);
      Status status = raw.call(InferenceServiceGrpc.getSubmitJobMethod(), messages).status();
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    try (RemoteService remote = service.connect()) {
      assertThat(remote.listJobs()).isEmpty();
    }
  }

  @Test
  void unknownJobsAreNotFound() {
    var stub = InferenceServiceGrpc.newBlockingStub(channel);
    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            stub.deleteJob(
                io.cloakwork.serve.protocol.v1.DeleteJobRequest.newBuilder()
                    .setName("nobodys")
                    .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }
}
