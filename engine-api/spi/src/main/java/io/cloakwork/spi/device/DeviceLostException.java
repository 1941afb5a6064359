package io.cloakwork.spi.device;

import java.io.Serial;

/// The device is gone; everything on it is lost, other devices are not.
public final class DeviceLostException extends BackendException {

  @Serial private static final long serialVersionUID = 1L;

  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
