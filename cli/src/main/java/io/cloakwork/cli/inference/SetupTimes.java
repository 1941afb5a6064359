package io.cloakwork.cli.inference;

import io.cloakwork.cli.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What had to be done before the first image, in seconds. The device is opened while the model is
/// compiled, and the weights are encoded while the keys are made: together the parts take less than
/// their sum.
///
/// @param wall from the first of these to the end of the last
/// @param device opening the device
/// @param compile from the model to command graphs
/// @param weights compiling command graphs for the device and encoding the weights into it
/// @param keys making the secret key and the evaluation keys, on the device
/// @param session making room for a run
public record SetupTimes(
    double wall, double device, double compile, double weights, double keys, double session) {

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
