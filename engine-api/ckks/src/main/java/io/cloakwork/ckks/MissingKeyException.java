package io.cloakwork.ckks;

import java.io.Serial;

/// An operation needs an evaluation key that is not there, or not at a sufficient level.
public final class MissingKeyException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public MissingKeyException(String message) {
    super(message);
  }
}
