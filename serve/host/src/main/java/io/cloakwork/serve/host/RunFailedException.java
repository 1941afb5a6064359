package io.cloakwork.serve.host;

import java.io.Serial;

/// A run failed, and with it the requests that shared it; others are not affected. The message says
/// nothing of inputs or keys, the cause is for the operator.
public final class RunFailedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;

  /// What failed.
  public enum Kind {
    /// The keys could not be had, or are not those that the network asks for.
    KEYS,
    /// The run did not fit on the device, even after others' memory was given back.
    OUT_OF_MEMORY,
    /// The device is gone.
    DEVICE_LOST,
    /// Anything else.
    INTERNAL
  }

  public RunFailedException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
