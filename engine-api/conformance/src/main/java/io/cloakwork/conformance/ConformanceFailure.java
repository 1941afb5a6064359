package io.cloakwork.conformance;

import java.io.Serial;

/// A backend did something else than the contract says; the message says what and where.
public final class ConformanceFailure extends AssertionError {

  @Serial private static final long serialVersionUID = 1L;

  public ConformanceFailure(String message) {
    super(message);
  }

  public ConformanceFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
