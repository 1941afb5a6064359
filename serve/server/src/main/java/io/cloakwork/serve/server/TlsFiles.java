package io.cloakwork.serve.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the service proves itself with, and whom it takes for a client: PEM files.
///
/// @param certificate the service's chain, its own certificate first
/// @param key its private key, PKCS#8, not encrypted
/// @param clientAuthorities who signs clients' certificates; if present, every client must have one
public record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthorities) {

  /// Reads the files.
  ///
  /// @throws IOException if one is missing or is not what it should be
  public ServerCredentials credentials() throws IOException {
    requireFile("certificate", certificate);
    PrivateFile.require("TLS key", key);
    try {
      TlsServerCredentials.Builder builder =
          TlsServerCredentials.newBuilder().keyManager(certificate.toFile(), key.toFile());
      if (clientAuthorities.isPresent()) {
        requireFile("client authorities", clientAuthorities.get());
        builder
            .trustManager(clientAuthorities.get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IOException("the TLS files cannot be used: " + e.getMessage(), e);
    }
  }

  private static void requireFile(String what, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("TLS %s: there is no file %s".formatted(what, file));
    }
  }
}
