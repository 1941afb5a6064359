package io.cloakwork.cli.remote;

import io.cloakwork.cli.Json;
import io.cloakwork.serve.protocol.RemoteTiming;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one request took.
///
/// @param requestId what the service calls it
/// @param inputs that travelled together
/// @param lane that they lay in
/// @param encrypt seconds: packing, encoding, encrypting, serialising
/// @param roundTrip seconds from the first byte sent to the last received
/// @param decrypt seconds: checking, decrypting, decoding, unpacking
/// @param server where the time went there
public record RequestTimes(
    String requestId,
    int inputs,
    int lane,
    double encrypt,
    double roundTrip,
    double decrypt,
    RemoteTiming server) {

  private static final double MICRO = 1e-6;

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("requestId", requestId);
    json.put("inputs", inputs);
    json.put("lane", lane);
    json.put("encryptSeconds", Json.seconds(encrypt));
    json.put("roundTripSeconds", Json.seconds(roundTrip));
    json.put("decryptSeconds", Json.seconds(decrypt));
    json.put("server", serverJson());
    return json;
  }

  private Map<String, Object> serverJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("decodeSeconds", Json.seconds(server.decodeMicros() * MICRO));
    json.put("queueSeconds", Json.seconds(server.queueMicros() * MICRO));
    json.put("keysSeconds", Json.seconds(server.keysMicros() * MICRO));
    json.put("executeSeconds", Json.seconds(server.executeMicros() * MICRO));
    json.put("encodeSeconds", Json.seconds(server.encodeMicros() * MICRO));
    json.put("batch", server.batch());
    return json;
  }

  /// Seconds on the service from the last byte of the input to the first of the output.
  double onServer() {
    return MICRO
        * (server.decodeMicros()
            + server.queueMicros()
            + server.keysMicros()
            + server.executeMicros()
            + server.encodeMicros());
  }
}
