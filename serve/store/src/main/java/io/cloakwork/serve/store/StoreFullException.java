package io.cloakwork.serve.store;

import java.io.Serial;

/// The disk is full. What was there before is unharmed.
public final class StoreFullException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
