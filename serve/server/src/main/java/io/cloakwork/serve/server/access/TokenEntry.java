package io.cloakwork.serve.server.access;

import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.Owner;
import java.time.Instant;
import java.util.OptionalDouble;

/// A token that opens the service for one client.
///
/// @param client whose it is
/// @param sha256 of the token, which itself is not kept
/// @param expires from when on it is not taken; [Instant#MAX] for never
/// @param callsPerSecond the client's own limit, in place of the service's
record TokenEntry(
    Owner client, ContentHash sha256, Instant expires, OptionalDouble callsPerSecond) {

  @Override
  public String toString() {
    return "TokenEntry[%s, redacted]".formatted(client);
  }
}
