package io.cloakwork.spi.trace;

import java.io.Serial;

/// A trace that is damaged, of another version, or contradicts itself; one sentence that says
/// where.
public final class TraceException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public TraceException(String message) {
    super(message);
  }

  public TraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
