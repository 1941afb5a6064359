package io.cloakwork.serve.host;

import io.cloakwork.ckks.Ciphertext;
import java.util.OptionalInt;

/// An encrypted output. Requests that shared a run share its ciphertext, which is given back when
/// the last of their results is closed; until then it counts against the client's quota.
public interface InferenceResult extends AutoCloseable {

  /// The output; not to be used once this result is closed, and never to be closed by the caller.
  Ciphertext ciphertext();

  /// The output as it travels ([io.cloakwork.ckks.wire.WireWriter]), made once for all results that
  /// share it: not to be changed by the caller, and still good when this result is closed.
  byte[] encoded();

  /// The lane that the output lies in ([io.cloakwork.compiler.OutputPacking#unpackLane]); empty if
  /// it fills the ciphertexts. Other lanes may hold outputs for other requests of the same client.
  OptionalInt lane();

  /// What the request was called.
  String requestId();

  RequestTiming timing();

  /// Gives the output back. Closing twice is harmless.
  @Override
  void close();
}
