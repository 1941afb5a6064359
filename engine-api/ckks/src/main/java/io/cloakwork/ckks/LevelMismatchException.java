package io.cloakwork.ckks;

import java.io.Serial;

/// Operands at different levels, or an operation that the level does not allow.
public final class LevelMismatchException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public LevelMismatchException(String message) {
    super(message);
  }
}
