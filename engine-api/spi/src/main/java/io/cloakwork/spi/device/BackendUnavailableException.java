package io.cloakwork.spi.device;

import java.io.Serial;

/// A backend that was asked for is not there; the message says why.
public final class BackendUnavailableException extends BackendException {

  @Serial private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
