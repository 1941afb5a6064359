package io.cloakwork.serve.server.ops;

import java.util.Locale;

/// Where a request's time goes, in order.
public enum Stage {
  /// The input arrives: the client's time and the network's.
  RECEIVE,
  /// From the input's last byte to the queue: checks, seeds, upload to the device.
  DECODE,
  /// Waiting for a run.
  QUEUE,
  /// Its run waited for keys to be on the device.
  KEYS,
  /// Its run on the device.
  EXECUTE,
  /// Download from the device and serialising.
  ENCODE,
  /// The reply leaves: the client's time and the network's.
  SEND,
  /// From the input's last byte until the reply is ready to leave: what the service answers for.
  TOTAL;

  /// As metrics, spans and the status page call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
