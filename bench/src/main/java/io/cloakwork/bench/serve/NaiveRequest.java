package io.cloakwork.bench.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request that brought keys of its own.
///
/// @param seconds in all
/// @param keySeconds of them for making the keys
/// @param registerSeconds of them for uploading the keys and loading them to the device
/// @param times of the request itself, the first one after a registration
record NaiveRequest(double seconds, double keySeconds, double registerSeconds, RequestTimes times) {

  /// The median of each part over all.
  static Map<String, Object> medians(List<NaiveRequest> all) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("secondsPerRequest", median(all, NaiveRequest::seconds));
    json.put("keyGeneration", median(all, NaiveRequest::keySeconds));
    json.put("uploadAndLoad", median(all, NaiveRequest::registerSeconds));
    json.put("request", median(all, one -> one.times().roundTripMillis() * 1e-3));
    return json;
  }

  private static double median(
      List<NaiveRequest> all, java.util.function.ToDoubleFunction<NaiveRequest> part) {
    return Figures.rounded(Distribution.of(all, part).median());
  }
}
