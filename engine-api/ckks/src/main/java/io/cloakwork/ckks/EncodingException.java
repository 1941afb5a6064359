package io.cloakwork.ckks;

import java.io.Serial;

/// Values that cannot be encoded: too many, not finite, or too large for the modulus.
public final class EncodingException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public EncodingException(String message) {
    super(message);
  }
}
