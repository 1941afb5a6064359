package io.cloakwork.cli.inference;

import io.cloakwork.cli.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What had to be done before the first image, in seconds.
///
/// @param device opening the device
/// @param compile from the model to command graphs
/// @param weights compiling command graphs for the device and encoding the weights into it
/// @param keys making the secret key and the evaluation keys, on the device
/// @param session binding the keys to the network
public record SetupTimes(
    double device, double compile, double weights, double keys, double session) {

  public double total() {
    return device + compile + weights + keys + session;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("device", Json.seconds(device));
    json.put("compile", Json.seconds(compile));
    json.put("weights", Json.seconds(weights));
    json.put("keys", Json.seconds(keys));
    json.put("session", Json.seconds(session));
    return json;
  }
}
