package io.cloakwork.serve.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS and mutual TLS against a service on loopback.
@Timeout(60)
class RemoteTlsTest {

  @TempDir private static Path folder;
  private static TestCertificate service;
  private static TestCertificate caller;
  private static TestCertificate stranger;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    service = TestCertificate.make(folder, "service");
    caller = TestCertificate.make(folder, "caller");
    stranger = TestCertificate.make(folder, "stranger");
    server =
        Grpc.newServerBuilderForPort(
                0,
                TlsServerCredentials.newBuilder()
                    .keyManager(service.chain().toFile(), service.privateKey().toFile())
                    .trustManager(caller.chain().toFile())
                    .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                    .build())
            .addService(new FakeService())
            .build()
            .start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  private static RemoteSettings settings() {
    return RemoteSettings.of("localhost", server.getPort()).withRetry(RetryPolicy.never());
  }

  private static RemoteSettings with(TestCertificate authority, TestCertificate own) {
    Optional<RemoteSettings.ClientCertificate> certificate =
        Optional.ofNullable(own)
            .map(one -> new RemoteSettings.ClientCertificate(one.chain(), one.privateKey()));
    return settings().withTls(new RemoteSettings.Tls(Optional.of(authority.chain()), certificate));
  }

  /// @param why what is said of it
  private static void assertUnavailable(RemoteSettings settings, String why) {
    try (RemoteService remote = RemoteService.connect(settings)) {
      assertThatThrownBy(remote::models)
          .isInstanceOfSatisfying(
              RemoteException.class,
              e -> {
                assertThat(e.status()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(e.getMessage()).contains(why).doesNotContain("\n", "Exception", "[");
              });
    }
  }

  @Test
  void bothSidesShowWhoTheyAre() {
    try (RemoteService remote = RemoteService.connect(with(service, caller).withToken("a-token"))) {
      assertThat(remote.models()).hasSize(1);
    }
  }

  @Test
  void aServiceThatIsSomebodyElseIsNotTalkedTo() {
    assertUnavailable(with(stranger, caller), "the service's certificate is not trusted");
  }

  @Test
  void aCallerWithoutTheRightCertificateIsNotTalkedTo() {
    assertUnavailable(with(service, null), "asks for a client certificate");
    assertUnavailable(with(service, stranger), "asks for a client certificate that it trusts");
  }

  @Test
  void theClearIsNotAnsweredAndNoSubstituteForTls() {
    assertUnavailable(settings(), "expect TLS");
  }
}
