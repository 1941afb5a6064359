package io.cloakwork.bench.result;

import java.util.List;

/// What rows of [Kind#SERVE] call the operations that reports read.
public final class ServeOps {

  /// One request of a client that asks one after the other, from handing it over to its result.
  public static final String ROUND_TRIP = "round_trip";

  /// The round trip less the execution.
  public static final String OVERHEAD = "overhead";

  /// The round trip of the first request after a registration.
  public static final String FIRST_REQUEST = "first_request";

  /// A request that brings keys of its own: made, uploaded, loaded, used once, forgotten.
  public static final String WITH_OWN_KEYS = "with_own_keys";

  /// The parts of a request in their order; all but the first and the last are within the round
  /// trip.
  public static final List<String> PARTS =
      List.of("encrypt", "transfer", "decode", "queue", "keys", "execute", "download", "decrypt");

  private ServeOps() {}
}
