package io.cloakwork.client;

import java.io.Serial;

/// A [FloodingDecryptor] refused; nothing was released.
public abstract sealed class FloodingException extends RuntimeException
    permits QueryBudgetException, PrecisionLostException {

  @Serial private static final long serialVersionUID = 1L;

  FloodingException(String message) {
    super(message);
  }
}
