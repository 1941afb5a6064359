package io.cloakwork.client;

import java.io.Serial;

/// The noise that hides the error would hide the result too, or the estimate is not good enough to
/// hide the error behind.
public final class PrecisionLostException extends FloodingException {

  @Serial private static final long serialVersionUID = 1L;

  public PrecisionLostException(String message) {
    super(message);
  }
}
