package io.cloakwork.bench.serve;

import io.cloakwork.serve.protocol.RemoteTiming;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the time of one request went: by the client's clock what it did and how long it waited,
/// and by the service's what it did meanwhile.
///
/// @param roundTripNanos from handing the request over to having the whole result
/// @param output the clear output
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RequestTimes(
    long encryptNanos,
    long roundTripNanos,
    long decryptNanos,
    RemoteTiming service,
    double[] output) {

  private static final double MILLIS_PER_NANO = 1e-6;
  private static final double MILLIS_PER_MICRO = 1e-3;

  /// The parts of a request; all but the first and the last are within the round trip.
  enum Part {
    ENCRYPT,
    /// Bytes to a ciphertext on the service's device.
    DECODE,
    QUEUE,
    KEYS,
    EXECUTE,
    /// The result from the service's device to bytes.
    DOWNLOAD,
    /// The rest of the round trip: both ends of the wire, both ways.
    TRANSFER,
    DECRYPT;

    /// The name in reports.
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  double millis(Part part) {
    return switch (part) {
      case ENCRYPT -> encryptNanos * MILLIS_PER_NANO;
      case DECODE -> service.decodeMicros() * MILLIS_PER_MICRO;
      case QUEUE -> service.queueMicros() * MILLIS_PER_MICRO;
      case KEYS -> service.keysMicros() * MILLIS_PER_MICRO;
      case EXECUTE -> service.executeMicros() * MILLIS_PER_MICRO;
      case DOWNLOAD -> service.encodeMicros() * MILLIS_PER_MICRO;
      case TRANSFER -> transferMillis();
      case DECRYPT -> decryptNanos * MILLIS_PER_NANO;
    };
  }

  double roundTripMillis() {
    return roundTripNanos * MILLIS_PER_NANO;
  }

  /// What the client waited for beyond the execution.
  double overheadMillis() {
    return roundTripMillis() - millis(Part.EXECUTE);
  }

  private double transferMillis() {
    long known =
        service.decodeMicros()
            + service.queueMicros()
            + service.keysMicros()
            + service.executeMicros()
            + service.encodeMicros();
    return roundTripMillis() - known * MILLIS_PER_MICRO;
  }

  /// The median of each part, milliseconds.
  static Map<String, Object> medians(List<RequestTimes> all) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      double median = Distribution.of(all, times -> times.millis(part)).median();
      json.put(part.label(), Figures.rounded(median));
    }
    return json;
  }
}
