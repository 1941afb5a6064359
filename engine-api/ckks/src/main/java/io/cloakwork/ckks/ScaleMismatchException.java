package io.cloakwork.ckks;

import java.io.Serial;

/// Two operands whose scales differ by more than [Scales#TOLERANCE].
public final class ScaleMismatchException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public ScaleMismatchException(String message) {
    super(message);
  }
}
