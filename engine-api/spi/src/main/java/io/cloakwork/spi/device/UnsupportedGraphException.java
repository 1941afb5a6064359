package io.cloakwork.spi.device;

import java.io.Serial;

/// A graph needs what the device cannot do.
public final class UnsupportedGraphException extends BackendException {

  @Serial private static final long serialVersionUID = 1L;

  public UnsupportedGraphException(String message) {
    super(message);
  }
}
