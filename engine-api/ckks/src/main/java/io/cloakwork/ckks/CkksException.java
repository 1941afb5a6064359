package io.cloakwork.ckks;

import java.io.Serial;

/// A misuse of the scheme; the message is one sentence with both values.
public abstract sealed class CkksException extends RuntimeException
    permits InvalidParametersException,
        ScaleMismatchException,
        LevelMismatchException,
        OperandMismatchException,
        EncodingException,
        MissingKeyException {

  @Serial private static final long serialVersionUID = 1L;

  CkksException(String message) {
    super(message);
  }
}
