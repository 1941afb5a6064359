package io.cloakwork.bench.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One client's requests, one after the other.
///
/// @param first right after the keys were registered
/// @param requests those that followed
/// @param wallSeconds from the first of those to the end of the last, encryption and decryption
///   included
/// @param keyBytesTouched by the service meanwhile
/// @param largestError of any output, relative to the largest output of its request
record SteadyState(
    RequestTimes first,
    List<RequestTimes> requests,
    double wallSeconds,
    long keyBytesTouched,
    double largestError) {

  private static final double SECONDS_PER_MILLI = 1e-3;

  Distribution roundTripMillis() {
    return Distribution.of(requests, RequestTimes::roundTripMillis);
  }

  Distribution overheadMillis() {
    return Distribution.of(requests, RequestTimes::overheadMillis);
  }

  /// What a client waits for a reply, on average.
  double secondsPerRequest() {
    return roundTripMillis().mean() * SECONDS_PER_MILLI;
  }

  /// The first request's round trip over the median of the others'.
  double firstToSteady() {
    return first.roundTripMillis() / roundTripMillis().median();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requests", requests.size());
    json.put("wallSeconds", Figures.rounded(wallSeconds));
    json.put("medianMillis", RequestTimes.medians(requests));
    json.put("roundTripMillis", roundTripMillis().toJson());
    json.put("overheadMillis", overheadMillis().toJson());
    json.put("firstOfProcessMillis", RequestTimes.medians(List.of(first)));
    json.put("firstOfProcessRoundTripMillis", Figures.rounded(first.roundTripMillis()));
    json.put("firstOfProcessToSteadyState", Figures.rounded(firstToSteady()));
    json.put("largestRelativeError", Figures.rounded(largestError));
    return json;
  }
}
