package io.cloakwork.bench.serve;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is paid before the first request, seconds.
///
/// @param compile the network, from the model's file to a program
/// @param readProgram what a service does instead that starts with a compiled program
/// @param weightEncoding the program to the service's device: weights encoded, graphs compiled, two
///   runs on zeros
/// @param keyGeneration on the client, with asking for the manifest
/// @param serialising the keys, and hashing them
/// @param upload keys to the service's disk, checked there
/// @param loadToDevice keys from the service's disk to its device
record SetUp(
    double compile,
    double readProgram,
    double weightEncoding,
    double keyGeneration,
    double serialising,
    double upload,
    double loadToDevice) {

  double seconds() {
    return compile + weightEncoding + clientSeconds();
  }

  /// The same where the service starts with a compiled program.
  double fromProgramSeconds() {
    return readProgram + weightEncoding + clientSeconds();
  }

  /// What each client pays; the rest is paid once for all.
  double clientSeconds() {
    return keyGeneration + serialising + upload + loadToDevice;
  }

  double seconds(SetUpStage stage) {
    return switch (stage) {
      case COMPILE -> compile;
      case WEIGHT_ENCODING -> weightEncoding;
      case KEY_GENERATION -> keyGeneration;
      case SERIALISING -> serialising;
      case UPLOAD -> upload;
      case LOADING -> loadToDevice;
    };
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("compile", Figures.rounded(compile));
    json.put("weightEncoding", Figures.rounded(weightEncoding));
    json.put("keyGeneration", Figures.rounded(keyGeneration + serialising));
    json.put("upload", Figures.rounded(upload));
    json.put("loadToDevice", Figures.rounded(loadToDevice));
    return json;
  }
}
