package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.serve.protocol.v1.InferReply;
import io.cloakwork.serve.protocol.v1.InferRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a service sees the end of a client that closes its connection.
@Timeout(60)
class ConnectionEndTest {

  private static final int BYTES = 3000;

  private enum End {
    HALF_CLOSED,
    CANCELLED
  }

  /// A service that tells how its stream of inferences ended.
  private static final class Watched extends FakeService {

    private final CompletableFuture<End> end = new CompletableFuture<>();
    private volatile boolean deaf;

    @Override
    public StreamObserver<InferRequest> infer(StreamObserver<InferReply> replies) {
      ((ServerCallStreamObserver<InferReply>) replies)
          .setOnCancelHandler(() -> end.complete(End.CANCELLED));
      StreamObserver<InferRequest> requests = super.infer(replies);
      return new StreamObserver<>() {
        @Override
        public void onNext(InferRequest request) {
          requests.onNext(request);
        }

        @Override
        public void onError(Throwable failure) {
          requests.onError(failure);
        }

        @Override
        public void onCompleted() {
          if (!deaf) {
            end.complete(End.HALF_CLOSED);
            requests.onCompleted();
          }
        }
      };
    }
  }

  private final Watched watched = new Watched();
  private final Server server = started();

  private Server started() {
    try {
      return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
          .addService(watched)
          .build()
          .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  private RemoteService connect() throws IOException {
    watched.manifest = TinyManifest.json();
    return RemoteService.connect(
        RemoteSettings.of("127.0.0.1", server.getPort()).withRetry(RetryPolicy.never()));
  }

  private static CompletableFuture<RemoteResult> infer(RemoteService service) {
    return service.infer(
        new InferCall(
            "m",
            "keys",
            ByteSource.of(new byte[BYTES]),
            LaneChoice.all(),
            BYTES,
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void aStreamWhoseRequestsAreAnsweredIsEndedByTheService() throws Exception {
    try (RemoteService service = connect()) {
      infer(service).get(30, TimeUnit.SECONDS);
    }
    assertThat(watched.end).isCompletedWithValue(End.HALF_CLOSED);
  }

  @Test
  void aServiceThatDoesNotEndItIsNotWaitedForLong() throws Exception {
    watched.deaf = true;
    long start;
    try (RemoteService service = connect()) {
      infer(service).get(30, TimeUnit.SECONDS);
      start = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(watched.end.get(30, TimeUnit.SECONDS)).isEqualTo(End.CANCELLED);
  }

  /// What it would still have to say, nobody listens to.
  @Test
  void aStreamWithARequestIsGivenUp() throws Exception {
    watched.silent = true;
    CompletableFuture<RemoteResult> open;
    try (RemoteService service = connect()) {
      open = infer(service);
      while (watched.inferences.get() == 0) {
        Thread.sleep(5);
      }
    }
    assertThat(open).isCompletedExceptionally();
    assertThat(watched.end.get(30, TimeUnit.SECONDS)).isEqualTo(End.CANCELLED);
  }
}
