package io.cloakwork.serve.server.ops;

import java.util.Locale;

/// How a request ended.
public enum Outcome {
  /// With its result.
  FINISHED,
  /// With an error that is not the client's doing.
  FAILED,
  /// There was no room or time for it, or it was malformed.
  REFUSED,
  /// Nobody wanted it any more.
  CANCELLED;

  /// As metrics and spans call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
