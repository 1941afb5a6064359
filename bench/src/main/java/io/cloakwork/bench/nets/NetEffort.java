package io.cloakwork.bench.nets;

import java.time.Duration;

/// How long a network is measured.
///
/// @param requests timed at least
/// @param most requests timed at most
/// @param budget after which no more than the least are timed
/// @param warmUp requests before that at least; they go on until times settle
public record NetEffort(int requests, int most, Duration budget, int warmUp) {

  /// Enough for results that are the same the next time.
  public static NetEffort thorough() {
    return new NetEffort(9, 51, Duration.ofSeconds(20), 3);
  }

  /// Enough for a look.
  public static NetEffort quick() {
    return new NetEffort(3, 9, Duration.ofSeconds(3), 2);
  }

  public NetEffort {
    if (requests < 1 || most < requests || warmUp < 1) {
      throw new IllegalArgumentException(
          "%d to %d requests after %d cannot be timed".formatted(requests, most, warmUp));
    }
  }
}
