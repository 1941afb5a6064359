package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as a process of its own: stopped, killed, started again.
class ProcessTest {

  private static final int REQUESTS = 4;

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK =
      TinyNetwork.compile(SecurityPolicy.GUIDELINES_2024);
  private static final double[] INPUT = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6};
  private static KeyOwner owner;
  private static Path program;

  @BeforeAll
  static void prepare() throws Exception {
    program = folder.resolve("tiny.cloakwork");
    NetworkFile.write(NETWORK, program);
    owner = new KeyOwner(NETWORK, TestService.MODEL);
  }

  @AfterAll
  static void close() {
    owner.close();
  }

  private static RemoteService connect(ServerProcess process) {
    return RemoteService.connect(RemoteSettings.of("127.0.0.1", process.port()));
  }

  private static InferCall request(RemoteService remote) {
    return InferCall.of(
        remote.manifest(TestService.MODEL),
        owner.keys().id(),
        ByteSource.of(owner.encrypt(INPUT)),
        LaneChoice.all());
  }

  private static void assertRight(double[] output) {
    assertThat(output).containsExactly(ClearInterpreter.model(NETWORK, INPUT), within(1e-2));
  }

  @Test
  void aSignalToStopLosesNothingThatWasAccepted() throws Exception {
    try (ServerProcess process = ServerProcess.start(folder.resolve("stopped"), program);
        RemoteService remote = connect(process)) {
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
      assertRight(owner.decrypt(remote.infer(request(remote)).get().source()));
      List<CompletableFuture<RemoteResult>> results = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        results.add(remote.infer(request(remote)));
      }
      // Accepted means that the host has it; the log says when it begins to run.
      process.awaitEvent("request.finished", 2);
      process.terminate();
      for (CompletableFuture<RemoteResult> result : results) {
        result.handle((r, e) -> r).join();
      }
      assertThat(process.awaitExit()).as(process.log()).isZero();
      long finished = results.stream().filter(r -> !r.isCompletedExceptionally()).count();
      // What the log says was finished has reached the client.
      assertThat(finished + 1).isEqualTo(process.events("request.finished"));
      assertThat(process.log()).doesNotContain("Exception");
    }
  }

  /// gRPC itself refuses it, before the service sees the call.
  @Test
  void aMessageAboveTheLimitIsOneLineOfTheLog() throws Exception {
    byte[] tooLong = new byte[CallLimits.defaults().messageBytes() + 1];
    try (ServerProcess process = ServerProcess.start(folder.resolve("flooded"), program);
        RawCalls calls = new RawCalls(process.port(), "none")) {
      for (int i = 0; i < 3; i++) {
        RawCalls.Answer answer =
            calls.call(InferenceServiceGrpc.getRegisterKeysMethod(), List.of(tooLong));
        assertThat(answer.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
      process.awaitEvent("message.refused", 1);
      assertThat(process.log().lines()).allMatch(event -> event.startsWith("{\"time\":"));
      assertThat(process.log())
          .contains("\"reason\":\"gRPC message exceeds maximum size ")
          .doesNotContain("\\tat ");
      assertThat(process.events("message.refused")).isEqualTo(1);
    }
  }

  @Test
  void itsClassPathHasNoSecretKeys() throws Exception {
    try (ServerProcess process = ServerProcess.start(folder.resolve("looked-at"), program)) {
      String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      assertThat(line)
          .contains("ServerMain")
          .doesNotContain("client")
          .doesNotContain("cloakwork-cli");
      assertThat(process.log().lines()).allMatch(event -> event.startsWith("{\"time\":"));
    }
  }

  @Test
  void aKilledServiceKeepsKeysAndJobs() throws Exception {
    Path data = folder.resolve("killed");
    try (ServerProcess process = ServerProcess.start(data, program);
        RemoteService remote = connect(process)) {
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
      List<JobItem> items = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        items.add(new JobItem(ByteSource.of(owner.encrypt(INPUT)), LaneChoice.all()));
      }
      remote.submitJob("night", TestService.MODEL, owner.keys().id(), items, UploadListener.NONE);
      process.kill();
    }
    try (ServerProcess process = ServerProcess.start(data, program);
        RemoteService remote = connect(process)) {
      assertThat(remote.isRegistered(owner.keys())).isTrue();
      RemoteJob job = remote.job("night");
      for (int tries = 0; job.finished() + job.failed() < REQUESTS && tries < 300; tries++) {
        Thread.sleep(100);
        job = remote.job("night");
      }
      assertThat(job.failed()).as(process.log()).isZero();
      assertThat(job.finished()).as(process.log()).isEqualTo(REQUESTS);
      List<Integer> right = new ArrayList<>();
      long longest = remote.manifest(TestService.MODEL).maxResultBytes();
      remote.results("night", longest, new RightAnswers(right));
      assertThat(right).containsExactly(0, 1, 2, 3);
    }
  }

  /// Checks every result of a job.
  private record RightAnswers(List<Integer> items)
      implements io.cloakwork.serve.protocol.JobResultSink {

    @Override
    public void result(int item, int lane, io.cloakwork.ckks.wire.WireSource output)
        throws java.io.IOException {
      assertRight(owner.decrypt(output));
      items.add(item);
    }

    @Override
    public void failure(int item, io.cloakwork.serve.protocol.RemoteException why) {
      throw new AssertionError("item " + item, why);
    }
  }
}
