package io.cloakwork.bench.serve;

import java.time.Duration;

/// What is measured, and how much of it.
///
/// @param requests of the steady state, one after the other
/// @param naiveRequests that bring keys of their own, one after the other
/// @param clients with keys of their own that ask at the same time; 1: that is not measured
/// @param lanes images of one client that share a run; 1: that is not measured
/// @param window how long requests are counted at a time where several are in flight
/// @param rounds how often the sides of a comparison take turns
public record ServeLoad(
    int requests, int naiveRequests, int clients, int lanes, Duration window, int rounds) {

  private static final int MOST_REQUESTS = 10_000_000;
  private static final int MOST_CLIENTS = 64;
  private static final int MOST_LANES = 1024;

  /// @throws IllegalArgumentException naming what is out of range
  public ServeLoad {
    require("requests", requests, 1, MOST_REQUESTS);
    require("naive requests", naiveRequests, 1, MOST_REQUESTS);
    require("clients", clients, 1, MOST_CLIENTS);
    require("lanes", lanes, 1, MOST_LANES);
    require("rounds", rounds, 1, 1000);
    if (!window.isPositive() || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a window of %s is not in (0, 1 h]".formatted(window));
    }
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d is not from %d to %d".formatted(what, value, least, most));
    }
  }
}
