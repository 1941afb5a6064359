package io.cloakwork.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.RemoteException;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.serve.protocol.RemoteSettings;
import io.cloakwork.serve.protocol.RetryPolicy;
import io.cloakwork.serve.protocol.UploadListener;
import io.cloakwork.serve.server.access.NewToken;
import io.cloakwork.serve.store.Owner;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who the service is and who its callers are, shown by certificates.
@Timeout(300)
class ServerTlsTest {

  @TempDir private static Path folder;

  private static final CompiledNetwork NETWORK = TinyNetwork.compile();
  private static TestCertificate own;
  private static TestCertificate alice;
  private static TestCertificate bob;
  private static TestCertificate stranger;
  private static Path authorities;

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = TestCertificate.make(folder, "localhost");
    alice = TestCertificate.make(folder, "alice");
    bob = TestCertificate.make(folder, "bob");
    stranger = TestCertificate.make(folder, "stranger");
    authorities = folder.resolve("clients.pem");
    Files.writeString(authorities, Files.readString(alice.chain()) + Files.readString(bob.chain()));
  }

  private static TestService service(String name, boolean mutual, Optional<Path> tokens)
      throws Exception {
    TlsFiles files =
        new TlsFiles(
            own.chain(), own.privateKey(), mutual ? Optional.of(authorities) : Optional.empty());
    Path data = Files.createDirectory(folder.resolve(name));
    return TestService.in(
        data, NETWORK, new AccessRules(Optional.of(files), tokens, false), CallLimits.defaults());
  }

  private static RemoteSettings settings(
      TestService service, TestCertificate trusted, TestCertificate shown) {
    Optional<RemoteSettings.ClientCertificate> certificate =
        Optional.ofNullable(shown)
            .map(one -> new RemoteSettings.ClientCertificate(one.chain(), one.privateKey()));
    return RemoteSettings.of("localhost", service.server().port())
        .withRetry(RetryPolicy.never())
        .withTls(new RemoteSettings.Tls(Optional.of(trusted.chain()), certificate));
  }

  private static void assertStatus(Status.Code status, RemoteSettings settings) {
    try (RemoteService remote = TestService.connect(settings)) {
      assertThatThrownBy(remote::models)
          .isInstanceOfSatisfying(
              RemoteException.class, e -> assertThat(e.status()).isEqualTo(status));
    }
  }

  @Test
  void aTokenIsTakenOverTls() throws Exception {
    Path tokens = folder.resolve("tls.tokens");
    String token = NewToken.addTo(tokens, new Owner("alice"), Optional.empty());
    try (TestService service = service("tls", false, Optional.of(tokens))) {
      RemoteSettings settings = settings(service, own, null);
      try (RemoteService remote = TestService.connect(settings.withToken(token))) {
        assertThat(remote.models()).hasSize(1);
      }
      assertStatus(Status.Code.UNAUTHENTICATED, settings);
      // Neither a service that somebody else claims to be, nor one in the clear.
      assertStatus(Status.Code.UNAVAILABLE, settings(service, stranger, null).withToken(token));
      assertStatus(Status.Code.UNAVAILABLE, service.address());
    }
  }

  @Test
  void aCertificateSaysWhoseKeysTheyAre() throws Exception {
    try (TestService service = service("mutual", true, Optional.empty());
        KeyOwner owner = new KeyOwner(NETWORK, TestService.MODEL)) {
      try (RemoteService remote = TestService.connect(settings(service, own, alice))) {
        remote.register(owner.keys(), Duration.ZERO, UploadListener.NONE);
        assertThat(remote.listKeys()).hasSize(1);
      }
      try (RemoteService remote = TestService.connect(settings(service, own, bob))) {
        assertThat(remote.listKeys()).isEmpty();
      }
      assertStatus(Status.Code.UNAVAILABLE, settings(service, own, stranger));
      assertStatus(Status.Code.UNAVAILABLE, settings(service, own, null));
    }
  }

  @Test
  void tokenAndCertificateMustNameTheSameClient() throws Exception {
    Path tokens = folder.resolve("both.tokens");
    String token = NewToken.addTo(tokens, new Owner("alice"), Optional.empty());
    try (TestService service = service("both", true, Optional.of(tokens))) {
      try (RemoteService remote =
          TestService.connect(settings(service, own, alice).withToken(token))) {
        assertThat(remote.listKeys()).isEmpty();
      }
      assertStatus(Status.Code.UNAUTHENTICATED, settings(service, own, bob).withToken(token));
      assertStatus(Status.Code.UNAUTHENTICATED, settings(service, own, alice));
    }
  }

  /// A key that others can read is none.
  @Test
  void aKeyThatOthersCanReadIsRefused() throws Exception {
    TestCertificate loose = TestCertificate.make(folder, "loose");
    Files.setPosixFilePermissions(loose.privateKey(), PosixFilePermissions.fromString("rw-r--r--"));
    TlsFiles files = new TlsFiles(loose.chain(), loose.privateKey(), Optional.empty());
    assertThatThrownBy(files::credentials).hasMessageContaining("loose.key.pem");
  }
}
