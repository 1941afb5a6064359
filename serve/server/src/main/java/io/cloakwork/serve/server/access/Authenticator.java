package io.cloakwork.serve.server.access;

import io.cloakwork.serve.server.AccessRules;
import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.store.Owner;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.ssl.SSLSession;

/// Says who makes a call, from its token, its certificate, or both.
final class Authenticator {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String SCHEME = "Bearer ";

  /// Tokens of any make are shorter; longer ones are not even hashed.
  private static final int MAX_TOKEN = 4096;

  private final AccessRules rules;
  private final Optional<Tokens> tokens;
  private final Clock clock;

  /// @throws IOException if the token file cannot be used
  Authenticator(AccessRules rules, Clock clock, EventLog log) throws IOException {
    this.rules = rules;
    this.tokens =
        rules.tokens().isPresent()
            ? Optional.of(new Tokens(rules.tokens().get(), log))
            : Optional.empty();
    this.clock = clock;
  }

  /// Why a call is nobody's.
  static final class DeniedException extends Exception {

    private static final long serialVersionUID = 1L;

    DeniedException(String message) {
      super(message);
    }
  }

  /// @throws DeniedException saying what is missing or wrong
  Caller authenticate(Metadata headers, Attributes transport) throws DeniedException {
    if (!rules.authenticates()) {
      return Caller.LOCAL;
    }
    Optional<Owner> certified =
        rules.mutualTls() ? Optional.of(certified(transport)) : Optional.empty();
    if (tokens.isEmpty()) {
      return new Caller(certified.orElseThrow(), OptionalDouble.empty());
    }
    TokenEntry entry = entry(headers);
    if (certified.isPresent() && !certified.get().equals(entry.client())) {
      throw new DeniedException("the token is another client's than the certificate");
    }
    return new Caller(entry.client(), entry.callsPerSecond());
  }

  private static Owner certified(Attributes transport) throws DeniedException {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return Optional.ofNullable(session)
        .flatMap(ClientCertificate::owner)
        .orElseThrow(() -> new DeniedException("the certificate's common name is no client's"));
  }

  private TokenEntry entry(Metadata headers) throws DeniedException {
    String header = headers.get(AUTHORIZATION);
    if (header == null || !header.startsWith(SCHEME) || header.length() > MAX_TOKEN) {
      throw new DeniedException("a header 'authorization: Bearer TOKEN' is needed");
    }
    TokenEntry entry =
        tokens
            .orElseThrow()
            .find(header.substring(SCHEME.length()))
            .orElseThrow(() -> new DeniedException("the token is not known"));
    if (!clock.instant().isBefore(entry.expires())) {
      throw new DeniedException("the token expired at " + entry.expires());
    }
    return entry;
  }
}
