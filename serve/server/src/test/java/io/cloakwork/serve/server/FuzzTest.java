package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.cloakwork.serve.server.access.NewToken;
import io.cloakwork.serve.store.Owner;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mallory has a good token and sends calls that are nearly right, for as long as the system
/// property `cloakwork.fuzz.seconds` says (30). `cloakwork.fuzz.seed` repeats a run. Every call
/// ends with a status and one sentence; nothing grows; Alice is served as before and loses nothing.
@Tag("fuzz")
class FuzzTest {

  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("cloakwork.fuzz.seconds", 30));
  private static final long SEED = Long.getLong("cloakwork.fuzz.seed", System.nanoTime());

  /// Calls between two looks at what the service still does.
  private static final int ROUNDS = 100;

  private static final double[] INPUT = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6};

  /// What the transport itself says of messages that are too many or too few.
  private static final Set<String> TRANSPORT =
      Set.of("Too many requests", "Half-closed without a request");

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static TestService service;
  private static KeyOwner alice;
  private static KeyOwner mallory;
  private static KeyOwner unregistered;
  private static String aliceToken;
  private static String malloryToken;
  private static HostileCalls calls;

  @BeforeAll
  static void start() throws Exception {
    Path tokens = folder.resolve("tokens");
    aliceToken = NewToken.addTo(tokens, new Owner("alice"), Optional.empty());
    malloryToken = NewToken.addTo(tokens, new Owner("mallory"), Optional.empty());
    CallLimits limits =
        CallLimits.defaults()
            .withOpenRequests(4)
            .withMemory(16 << 20, 8 << 20)
            .withStallTimeout(Duration.ofSeconds(2));
    AccessRules rules = new AccessRules(Optional.empty(), Optional.of(tokens), false);
    service = TestService.in(folder, NETWORK, rules, limits);
    alice = new KeyOwner(NETWORK, TestService.MODEL);
    mallory = new KeyOwner(NETWORK, TestService.MODEL);
    unregistered = new KeyOwner(NETWORK, TestService.MODEL);
    try (RemoteService remote = as(aliceToken)) {
      remote.register(alice.keys(), Duration.ZERO, UploadListener.NONE);
      JobItem item = new JobItem(ByteSource.of(alice.encrypt(INPUT)), LaneChoice.all());
      remote.submitJob(
          "alices", TestService.MODEL, alice.keys().id(), List.of(item), UploadListener.NONE);
    }
    calls =
        new HostileCalls(
            mallory.keys(),
            unregistered.keys(),
            ByteString.copyFrom(mallory.encrypt(INPUT)),
            List.of(
                alice.keys().id(),
                mallory.keys().id(),
                unregistered.keys().id(),
                "alices",
                "job-1",
                TestService.MODEL));
  }

  @AfterAll
  static void stop() {
    service.close();
    alice.close();
    mallory.close();
    unregistered.close();
  }

  private static RemoteService as(String token) {
    return TestService.connect(service.address().withToken(token));
  }

  @Test
  void nothingThatAClientSendsBreaksTheService() throws Exception {
    System.out.printf("fuzz: seed %d, %d seconds%n", SEED, TIME.toSeconds());
    long end = System.nanoTime() + TIME.toNanos();
    long seed = SEED;
    Footprint warm = null;
    try (RawCalls raw = new RawCalls(service.server().port(), malloryToken)) {
      do {
        restore();
        for (int i = 0; i < ROUNDS; i++) {
          round(raw, seed++);
        }
        assertThatAliceIsServed();
        assertThat(service.log().named("request.broken")).as("before seed %d", seed).isEmpty();
        // The first rounds load classes and fill pools.
        warm = warm == null ? Footprint.now() : warm;
      } while (System.nanoTime() < end);
    }
    Footprint.now().assertNotMuchMoreThan(warm);
    System.out.printf("fuzz: %d calls%n", seed - SEED);
  }

  /// Mallory may have deleted her keys, and filled her share of the disk.
  private static void restore() throws Exception {
    try (RemoteService remote = as(malloryToken)) {
      remote.listJobs().forEach(job -> remote.deleteJob(job.name()));
      for (var set : remote.listKeys()) {
        if (!set.id().equals(mallory.keys().id())) {
          remote.deleteKeys(set.id());
        }
      }
      remote.register(mallory.keys(), Duration.ZERO, UploadListener.NONE);
    }
  }

  private static void round(RawCalls raw, long seed) {
    Mutations mutations = new Mutations(new Random(seed), calls.names());
    HostileCalls.Sequence sequence = calls.any(mutations);
    List<Message> messages =
        mutations.chance(0.7) ? mutations.messages(sequence.messages()) : sequence.messages();
    List<byte[]> bytes = new ArrayList<>();
    messages.forEach(message -> bytes.add(message.toByteArray()));
    boolean garbled = mutations.chance(0.1) && !bytes.isEmpty();
    if (garbled) {
      int at = mutations.below(bytes.size());
      bytes.set(at, mutations.bytes(bytes.get(at)));
    }
    if (mutations.chance(0.1)) {
      raw.vanish(sequence.method(), bytes);
      return;
    }
    RawCalls.Answer answer = raw.call(sequence.method(), bytes);
    String about = "seed %d, %s".formatted(seed, sequence.method().getFullMethodName());
    assertTold(answer.status().getCode(), answer.status().getDescription(), about);
    if (sequence.method() == InferenceServiceGrpc.getInferMethod()) {
      boolean othersKeys = !garbled && messages.stream().allMatch(FuzzTest::usesAlicesKeys);
      assertReplies(answer.messages(), othersKeys, about);
    }
  }

  private static boolean usesAlicesKeys(Message message) {
    InferRequest request = (InferRequest) message;
    return !request.hasStart() || request.getStart().getKeySet().equals(alice.keys().id());
  }

  private static void assertReplies(List<byte[]> replies, boolean othersKeys, String about) {
    for (byte[] bytes : replies) {
      try {
        InferReply reply = InferReply.parseFrom(bytes);
        if (reply.hasFailure()) {
          Status.Code code = Status.fromCodeValue(reply.getFailure().getCode()).getCode();
          assertTold(code, reply.getFailure().getMessage(), about);
        } else {
          assertThat(othersKeys).as("%s: a result with another's keys", about).isFalse();
        }
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(about, e);
      }
    }
  }

  /// One sentence about the client's doing, and nothing of the service's inside.
  private static void assertTold(Status.Code code, String message, String about) {
    if (code == Status.Code.OK || TRANSPORT.contains(message)) {
      return;
    }
    assertThat(code)
        .as("%s: %s", about, message)
        .isNotIn(Status.Code.INTERNAL, Status.Code.UNKNOWN);
    assertThat(message)
        .as(about)
        .isNotBlank()
        .hasSizeLessThanOrEqualTo(1000)
        .doesNotContain("Exception", "\tat ", "\n", "io.cloakwork", folder.toString());
  }

  private static void assertThatAliceIsServed() throws Exception {
    try (RemoteService remote = as(aliceToken)) {
      assertThat(remote.isRegistered(alice.keys())).isTrue();
      assertThat(remote.listJobs()).singleElement().matches(job -> job.name().equals("alices"));
      InferCall call =
          InferCall.of(
              remote.manifest(TestService.MODEL),
              alice.keys().id(),
              ByteSource.of(alice.encrypt(INPUT)),
              LaneChoice.all());
      assertThat(alice.decrypt(remote.infer(call).get().source())).hasSize(TinyNetwork.OUTPUTS);
    }
  }
}
