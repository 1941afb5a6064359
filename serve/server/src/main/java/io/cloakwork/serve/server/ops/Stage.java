package io.cloakwork.serve.server.ops;

import java.util.Locale;

/// Where a request's time goes, in order.
public enum Stage {
  /// From the request's first message to its place in the queue: receiving, checks, seeds, upload.
  DECODE,
  /// Waiting for a run.
  QUEUE,
  /// Its run waited for keys to be on the device.
  KEYS,
  /// Its run on the device.
  EXECUTE,
  /// Download from the device, serialising and sending.
  ENCODE,
  /// All of the above.
  TOTAL;

  /// As metrics, spans and the status page call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
