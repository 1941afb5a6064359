package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.ByteSource;
import io.cloakwork.serve.protocol.InferCall;
import io.cloakwork.serve.protocol.LaneChoice;
import io.cloakwork.serve.protocol.RemoteException;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.server.access.NewToken;
import io.cloakwork.serve.store.Owner;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token reaches its own client's keys and jobs, and nothing else; one that is not good reaches
/// nothing.
class OwnersTest {

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static Path tokens;
  private static String alice;
  private static String bob;
  private static TestService service;
  private static KeyOwner keyOwner;

  @BeforeAll
  static void start() throws Exception {
    tokens = folder.resolve("tokens");
    alice = NewToken.addTo(tokens, new Owner("alice"), Optional.empty());
    bob = NewToken.addTo(tokens, new Owner("bob"), Optional.empty());
    AccessRules rules = new AccessRules(Optional.empty(), Optional.of(tokens), false);
    service = TestService.in(folder, NETWORK, rules, CallLimits.defaults());
    keyOwner = new KeyOwner(NETWORK, TestService.MODEL);
    try (RemoteService remote = as(alice)) {
      remote.register(keyOwner.keys(), Duration.ZERO, UploadListener.NONE);
    }
  }

  @AfterAll
  static void stop() {
    keyOwner.close();
    service.close();
  }

  private static RemoteService as(String token) {
    return TestService.connect(service.address().withToken(token));
  }

  private static void assertStatus(Status.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(thrown -> {
          Throwable cause = thrown instanceof RemoteException ? thrown : thrown.getCause();
          assertThat(cause).isInstanceOf(RemoteException.class);
          assertThat(((RemoteException) cause).status()).isEqualTo(code);
        });
  }

  @Test
  void aClientSeesItsOwnKeys() {
    try (RemoteService remote = as(alice)) {
      assertThat(remote.listKeys()).hasSize(1);
      assertThat(remote.isRegistered(keyOwner.keys())).isTrue();
    }
  }

  @Test
  void keysOfOthersDoNotExist() {
    String keySet = keyOwner.keys().id();
    try (RemoteService remote = as(bob)) {
      assertThat(remote.listKeys()).isEmpty();
      assertThat(remote.isRegistered(keyOwner.keys())).isFalse();
      assertStatus(Status.Code.NOT_FOUND, () -> remote.deleteKeys(keySet));
      byte[] input = keyOwner.encrypt(new double[TinyNetwork.INPUTS]);
      InferCall call =
          InferCall.of(
              remote.manifest(TestService.MODEL), keySet, ByteSource.of(input), LaneChoice.all());
      assertStatus(Status.Code.NOT_FOUND, () -> remote.infer(call).get());
    }
    try (RemoteService remote = as(alice)) {
      assertThat(remote.listKeys()).hasSize(1);
    }
  }

  @Test
  void callsWithoutAGoodTokenAreNobodys() throws Exception {
    try (RemoteService remote = service.connect()) {
      assertStatus(Status.Code.UNAUTHENTICATED, remote::models);
    }
    try (RemoteService remote = as("cwk_made-up")) {
      assertStatus(Status.Code.UNAUTHENTICATED, remote::models);
    }
    String expired =
        NewToken.addTo(
            tokens, new Owner("alice"), Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
    awaitReload();
    try (RemoteService remote = as(expired)) {
      assertStatus(Status.Code.UNAUTHENTICATED, remote::listKeys);
    }
  }

  @Test
  void aTokenThatWasTakenBackIsNotTakenAgain() throws Exception {
    String before = Files.readString(tokens);
    String carol = NewToken.addTo(tokens, new Owner("carol"), Optional.empty());
    awaitReload();
    try (RemoteService remote = as(carol)) {
      assertThat(remote.listKeys()).isEmpty();
      Files.writeString(tokens, before);
      awaitReload();
      assertStatus(Status.Code.UNAUTHENTICATED, remote::listKeys);
    }
  }

  /// The service looks at the file once a second.
  private static void awaitReload() throws InterruptedException {
    Thread.sleep(1_100);
  }

  @Test
  void noTokenIsLogged() {
    assertThat(service.log().toString())
        .doesNotContain(alice)
        .doesNotContain(bob)
        .doesNotContain("cwk_");
  }
}
