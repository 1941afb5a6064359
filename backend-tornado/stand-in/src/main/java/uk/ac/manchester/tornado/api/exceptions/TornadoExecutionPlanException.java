package uk.ac.manchester.tornado.api.exceptions;

import java.io.Serial;

/// Closing a plan failed.
public final class TornadoExecutionPlanException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  public TornadoExecutionPlanException(String message) {
    super(message);
  }
}
