package io.cloakwork.serve.store;

import java.io.Serial;

/// A limit of [StoreSettings] or [JobSettings] is reached; nothing was written.
public final class QuotaExceededException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  QuotaExceededException(String message) {
    super(message);
  }
}
