package io.cloakwork.spi.device;

import java.io.Serial;

/// A backend failed; subclasses say how.
public class BackendException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
