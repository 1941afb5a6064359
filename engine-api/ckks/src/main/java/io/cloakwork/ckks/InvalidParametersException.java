package io.cloakwork.ckks;

import java.io.Serial;

/// A parameter set that does not exist, does not fit together or is not secure.
public final class InvalidParametersException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public InvalidParametersException(String message) {
    super(message);
  }
}
