package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.RegisteredKeys;
import java.time.Instant;

/// A key set of the caller that a service keeps.
///
/// @param id its name, which requests give
/// @param expires when it is forgotten unless it is used
public record RegisteredKeySet(
    String id,
    String parametersId,
    int keyCount,
    long bytes,
    Instant created,
    Instant lastUsed,
    Instant expires) {

  static RegisteredKeySet of(RegisteredKeys keys) {
    return new RegisteredKeySet(
        RemoteText.clean(keys.getKeySet()),
        RemoteText.clean(keys.getParametersId()),
        keys.getKeyCount(),
        keys.getBytes(),
        RemoteText.instant(keys.getCreatedUnixSeconds()),
        RemoteText.instant(keys.getLastUsedUnixSeconds()),
        RemoteText.instant(keys.getExpiresUnixSeconds()));
  }
}
