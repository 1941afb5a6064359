package io.cloakwork.serve.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Who may call, and how it is known who does.
///
/// Without certificates and tokens there is one client, `local`, and only programs of this machine
/// reach it.
///
/// @param tls if present, nothing travels in the clear
/// @param tokens the file of the clients' tokens; if present, every call must bring one. Where
///   clients have certificates too, token and certificate must name the same client
/// @param plaintext whether tokens are taken without TLS from other machines, because something in
///   front of this process ends TLS
public record AccessRules(Optional<TlsFiles> tls, Optional<Path> tokens, boolean plaintext) {

  /// Anyone on this machine.
  public static AccessRules local() {
    return new AccessRules(Optional.empty(), Optional.empty(), false);
  }

  /// Whether clients have certificates.
  public boolean mutualTls() {
    return tls.flatMap(TlsFiles::clientAuthorities).isPresent();
  }

  /// Whether a caller has to prove who it is.
  public boolean authenticates() {
    return tokens.isPresent() || mutualTls();
  }

  /// @throws IllegalArgumentException if these rules would let in anyone, or let tokens be read by
  ///   anyone, at this address
  public void requireSafeAt(InetSocketAddress address) {
    if (address.getAddress().isLoopbackAddress()) {
      return;
    }
    if (!authenticates()) {
      throw new IllegalArgumentException(
          "anyone could use the service at %s: give --tokens or --client-ca, or listen on a loopback address"
              .formatted(address));
    }
    if (tls.isEmpty() && !plaintext) {
      throw new IllegalArgumentException(
          "tokens would travel in the clear to %s: give --tls-cert and --tls-key, or --plaintext where a proxy ends TLS"
              .formatted(address));
    }
  }
}
