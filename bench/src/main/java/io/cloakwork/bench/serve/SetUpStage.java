package io.cloakwork.bench.serve;

import java.util.Locale;

/// What is done once before many requests, in the order in which it is.
public enum SetUpStage {
  /// The service: from the model's file to a program.
  COMPILE,
  /// The service: weights encoded, and command graphs compiled for the device.
  WEIGHT_ENCODING,
  /// The client: the keys that the program asks for.
  KEY_GENERATION,
  /// The client: keys to bytes, and their hashes.
  SERIALISING,
  /// Through a socket to the service's disk, checked there.
  UPLOAD,
  /// The service: keys from its disk to its device.
  LOADING;

  /// The name in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
