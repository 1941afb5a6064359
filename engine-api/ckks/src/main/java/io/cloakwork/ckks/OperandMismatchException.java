package io.cloakwork.ckks;

import java.io.Serial;

/// Operands of other parameters, another size, batch, domain or device than the operation needs.
public final class OperandMismatchException extends CkksException {

  @Serial private static final long serialVersionUID = 1L;

  public OperandMismatchException(String message) {
    super(message);
  }
}
