package io.cloakwork.serve.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How to reach a service and how patient to be with it.
///
/// @param host its name or address
/// @param port its port
/// @param tls how the connection is encrypted, or empty for none
/// @param token what proves who the caller is, or empty; sent in the header `authorization`
/// @param callTimeout of a call that moves no ciphertexts or keys
/// @param replyTimeout of an inference that has no deadline of its own
/// @param transferTimeout of an upload or a download as a whole
/// @param stallTimeout of a service that takes nothing while something is sent
/// @param inFlight the most inferences at a time; more wait for their turn
/// @param retry of what failed for now
public record RemoteSettings(
    String host,
    int port,
    Optional<Tls> tls,
    Optional<String> token,
    Duration callTimeout,
    Duration replyTimeout,
    Duration transferTimeout,
    Duration stallTimeout,
    int inFlight,
    RetryPolicy retry) {

  /// What bearer tokens are made of (RFC 6750 §2.1).
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");

  /// Encryption of the connection.
  ///
  /// @param authorities certificates, PEM, that the service's must come from; empty: the system's
  /// @param certificate the caller's certificate and private key, PEM, for mutual TLS
  public record Tls(Optional<Path> authorities, Optional<ClientCertificate> certificate) {}

  /// Who the caller is under mutual TLS.
  ///
  /// @param chain PEM
  /// @param privateKey PEM, PKCS #8
  public record ClientCertificate(Path chain, Path privateKey) {}

  /// @throws IllegalArgumentException if a value is out of range, or the token would travel in the
  ///   clear over a network
  public RemoteSettings {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "'%s', port %d is no address of a service".formatted(host, port));
    }
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new IllegalArgumentException(
          "the token has characters that no bearer token has, or more than 4,096");
    }
    if (token.isPresent() && tls.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "a token is not sent to %s without TLS: anybody on the way could use it".formatted(host));
    }
    if (inFlight < 1) {
      throw new IllegalArgumentException("%d inferences at a time".formatted(inFlight));
    }
  }

  /// A service on this machine or a trusted network: no encryption, no token.
  public static RemoteSettings of(String host, int port) {
    return new RemoteSettings(
        host,
        port,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofHours(6),
        Duration.ofMinutes(1),
        32,
        RetryPolicy.defaults());
  }

  public RemoteSettings withTls(Tls used) {
    return copy(Optional.of(used), token, inFlight, retry, replyTimeout, stallTimeout);
  }

  public RemoteSettings withToken(String used) {
    return copy(tls, Optional.of(used), inFlight, retry, replyTimeout, stallTimeout);
  }

  public RemoteSettings withInFlight(int inferences) {
    return copy(tls, token, inferences, retry, replyTimeout, stallTimeout);
  }

  public RemoteSettings withRetry(RetryPolicy policy) {
    return copy(tls, token, inFlight, policy, replyTimeout, stallTimeout);
  }

  public RemoteSettings withReplyTimeout(Duration timeout) {
    return copy(tls, token, inFlight, retry, timeout, stallTimeout);
  }

  public RemoteSettings withStallTimeout(Duration timeout) {
    return copy(tls, token, inFlight, retry, replyTimeout, timeout);
  }

  private RemoteSettings copy(
      Optional<Tls> newTls,
      Optional<String> newToken,
      int newInFlight,
      RetryPolicy newRetry,
      Duration newReplyTimeout,
      Duration newStallTimeout) {
    return new RemoteSettings(
        host,
        port,
        newTls,
        newToken,
        callTimeout,
        newReplyTimeout,
        transferTimeout,
        newStallTimeout,
        newInFlight,
        newRetry);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// Everything but the token.
  @Override
  public String toString() {
    return "RemoteSettings[%s:%d, %s, %s, retry %s]"
        .formatted(
            host,
            port,
            tls.isPresent() ? "TLS" : "no TLS",
            token.isPresent() ? "a token" : "no token",
            retry);
  }
}
