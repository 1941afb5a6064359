package io.cloakwork.serve.host;

import java.io.Serial;

/// Ends a run that nobody waits for any more, between two launches.
final class RunAbandonedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  RunAbandonedException() {
    super("nobody waits for the run's results any more", null, false, false);
  }
}
