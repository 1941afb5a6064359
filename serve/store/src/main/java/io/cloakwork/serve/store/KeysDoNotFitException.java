package io.cloakwork.serve.store;

import java.io.Serial;

/// Keys do not fit the device: they are larger than its budget, the device has no more memory even
/// with all idle keys gone, or all of it is in use for longer than the caller would wait.
public final class KeysDoNotFitException extends StoreException {

  @Serial private static final long serialVersionUID = 1L;

  private final long bytes;

  KeysDoNotFitException(String message, long bytes, Throwable cause) {
    super(message, cause);
    this.bytes = bytes;
  }

  /// What the keys need on the device.
  public long bytes() {
    return bytes;
  }
}
