package io.cloakwork.serve.host;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/// The host did not run a request, and nothing is wrong with it: there was no room, or no time.
public final class RefusedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final Duration retryAfter;

  /// Why a request was refused.
  public enum Reason {
    /// The host has as many requests, as much work or as many bytes waiting as it may.
    QUEUE_FULL,
    /// The client has.
    QUOTA,
    /// The request alone is larger than what the client or the host may hold.
    TOO_LARGE,
    /// The host takes no more requests.
    DRAINING,
    /// The model of the session was unloaded or replaced: a new session has the present one.
    UNLOADED,
    /// The deadline has passed, or would before the result is there.
    DEADLINE
  }

  /// @param retryAfter when it may be worth trying again; zero if never, or not said
  public RefusedException(Reason reason, String message, Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /// When to come back, if it makes sense to.
  public Optional<Duration> retryAfter() {
    return retryAfter.isPositive() ? Optional.of(retryAfter) : Optional.empty();
  }
}
