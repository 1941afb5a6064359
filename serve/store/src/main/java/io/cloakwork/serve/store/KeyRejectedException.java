package io.cloakwork.serve.store;

import java.io.Serial;

/// A key set is not what was asked for, or one of its files is no such key. The upload of that file
/// is discarded.
public final class KeyRejectedException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  KeyRejectedException(String message) {
    super(message);
  }

  KeyRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
