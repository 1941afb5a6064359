package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.Timing;

/// Where the time of a request went, as the service says.
///
/// @param decodeMicros from the input's last byte to the queue
/// @param queueMicros waiting for its turn
/// @param keysMicros waiting for keys that were not on the device
/// @param executeMicros on the device
/// @param encodeMicros from the device to bytes
/// @param batch requests that shared the run
public record RemoteTiming(
    long decodeMicros,
    long queueMicros,
    long keysMicros,
    long executeMicros,
    long encodeMicros,
    int batch) {

  static RemoteTiming of(Timing timing) {
    return new RemoteTiming(
        timing.getDecodeMicros(),
        timing.getQueueMicros(),
        timing.getKeysMicros(),
        timing.getExecuteMicros(),
        timing.getEncodeMicros(),
        timing.getBatch());
  }
}
