package io.cloakwork.serve.protocol;

import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.serve.protocol.IncomingObject.ChunkException;

/// The answer to a request: the wire object of the encrypted output, not yet looked at.
///
/// @param object to be read once, by [#source]
/// @param lane that the output lies in
/// @param requestId what the service calls the request in its logs
/// @param timing where the time went on the service
/// @param roundTripNanos from the first byte sent to the last byte received, of the attempt that
///   succeeded
public record RemoteResult(
    IncomingObject object, int lane, String requestId, RemoteTiming timing, long roundTripNanos) {

  /// The bytes for a [io.cloakwork.ckks.wire.WireReader], which checks every one of them.
  public WireSource source() {
    try {
      return WireSource.of(object.open());
    } catch (ChunkException e) {
      throw new IllegalStateException("a result is handed out when it is complete", e);
    }
  }
}
