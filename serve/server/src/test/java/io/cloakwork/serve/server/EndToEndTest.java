package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that knows nothing but the address gets right answers.
class EndToEndTest {

  private static final long SEED = 17;

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static TestService service;
  private static KeyOwner owner;

  @BeforeAll
  static void start() throws Exception {
    service = TestService.onCpu(folder, NETWORK);
    owner = new KeyOwner(NETWORK, TestService.MODEL);
    try (RemoteService remote = service.connect()) {
      remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
    }
  }

  @AfterAll
  static void stop() {
    owner.close();
    service.close();
  }

  @Test
  void everyRequestHasTheRightAnswer() throws Exception {
    Random random = new Random(SEED);
    try (RemoteService remote = service.connect()) {
      List<double[]> inputs = new ArrayList<>();
      List<CompletableFuture<RemoteResult>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        double[] input = random.doubles(TinyNetwork.INPUTS, -1, 1).toArray();
        inputs.add(input);
        results.add(
            remote.infer(
                InferCall.of(
                    remote.manifest(TestService.MODEL),
                    owner.keys().id(),
                    ByteSource.of(owner.encrypt(input)),
                    LaneChoice.all())));
      }
      for (int i = 0; i < inputs.size(); i++) {
        assertThat(owner.decrypt(results.get(i).get().source()))
            .as("seed %d", SEED)
            .containsExactly(ClearInterpreter.model(NETWORK, inputs.get(i)), within(1e-2));
      }
    }
    assertThat(service.log().named("request.broken")).isEmpty();
    assertThat(service.log().named("call.ended"))
        .filteredOn(event -> String.valueOf(event.fields().get("method")).endsWith("/Infer"))
        .as("the client has closed its connection")
        .extracting(event -> String.valueOf(event.fields().get("status")))
        .containsExactly("OK");
  }
}
