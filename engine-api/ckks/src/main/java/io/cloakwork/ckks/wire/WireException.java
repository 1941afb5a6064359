package io.cloakwork.ckks.wire;

import java.io.IOException;

/// Bytes from outside that are not what they should be. The message is one sentence that names the
/// object, the field, the value found and what is allowed; it never quotes key material.
public final class WireException extends IOException {

  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
