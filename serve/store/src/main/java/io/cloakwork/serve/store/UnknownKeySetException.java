package io.cloakwork.serve.store;

import java.io.Serial;

/// The caller has no complete key set of that name; perhaps it expired.
public final class UnknownKeySetException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  UnknownKeySetException(ContentHash keySet) {
    super("there is no key set %s".formatted(keySet));
  }
}
