package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// gRPC's own services, as probes and tools like grpcurl ask them.
class HealthAndReflectionTest {

  private static final String SERVICE = "cloakwork.v1.InferenceService";

  @TempDir private static Path folder;

  private static TestService service;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    service =
        TestService.in(folder, TinyNetwork.compile(), AccessRules.local(), CallLimits.defaults());
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", service.server().port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    service.close();
  }

  @Test
  void theServiceAndEachModelAreServing() {
    for (String name : List.of("", TestService.MODEL)) {
      HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(name).build();
      assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
          .as("'%s'", name)
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void theServiceDescribesItself() throws Exception {
    ServerReflectionResponse services =
        reflect(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(services.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(SERVICE, "grpc.health.v1.Health");
    ServerReflectionResponse file =
        reflect(ServerReflectionRequest.newBuilder().setFileContainingSymbol(SERVICE).build());
    assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
  }

  private static ServerReflectionResponse reflect(ServerReflectionRequest request)
      throws Exception {
    CompletableFuture<ServerReflectionResponse> reply = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    reply.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    reply.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse response = reply.get(30, TimeUnit.SECONDS);
    requests.onCompleted();
    return response;
  }
}
