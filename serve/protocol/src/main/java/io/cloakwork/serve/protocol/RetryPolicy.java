package io.cloakwork.serve.protocol;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How often and when something that failed for now is tried again: after as long as the service
/// says, else after waits that double, each by chance up to a quarter shorter so that many clients
/// do not come back at once.
///
/// @param attempts in all, without progress between them; 1: never again
/// @param firstWait before the second attempt
/// @param longestWait before any; a service that asks for more patience is given up
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait) {

  public RetryPolicy {
    if (attempts < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "%d attempts with waits of %s to %s".formatted(attempts, firstWait, longestWait));
    }
  }

  /// Six attempts, waits of a quarter of a second to half a minute.
  public static RetryPolicy defaults() {
    return new RetryPolicy(6, Duration.ofMillis(250), Duration.ofSeconds(30));
  }

  /// Nothing is tried twice.
  public static RetryPolicy never() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
  }

  /// The attempts at one thing.
  Attempts start() {
    return new Attempts();
  }

  /// What may fail for now.
  @FunctionalInterface
  interface Attempt<T> {
    T run();
  }

  /// Does it until it succeeds or the attempts are used up.
  <T> T call(Attempt<T> attempt) {
    Attempts attempts = start();
    while (true) {
      try {
        return attempt.run();
      } catch (RemoteException e) {
        attempts.await(e);
      }
    }
  }

  /// Counts and waits.
  final class Attempts {

    private int failures;

    /// Something was achieved: the count starts again.
    void progress() {
      failures = 0;
    }

    /// Waits after a failure.
    ///
    /// @throws RemoteException the failure itself, if it is final or the attempts are used up
    void await(RemoteException failure) {
      failures++;
      Duration wait = failure.retryAfter().orElseGet(this::doubled);
      if (!failure.isTransient()
          || failures >= attempts
          || wait.compareTo(longestWait) > 0
          || !sleep(wait)) {
        throw failure;
      }
    }

    private Duration doubled() {
      double factor = Math.pow(2, failures - 1) * ThreadLocalRandom.current().nextDouble(0.75, 1);
      double millis = Math.min(firstWait.toMillis() * factor, longestWait.toMillis());
      return Duration.ofMillis((long) millis);
    }

    private static boolean sleep(Duration wait) {
      try {
        Thread.sleep(wait);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
