package io.cloakwork.serve.host;

import io.cloakwork.serve.store.Owner;
import java.io.Serial;

/// A session was closed before it was asked.
public final class SessionClosedException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1L;

  SessionClosedException(Owner client, String model) {
    super("the session of client %s with model '%s' is closed".formatted(client, model));
  }
}
