package io.cloakwork.compiler;

import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Plaintext;
import java.util.List;
import java.util.Map;

/// Encodes weights on all host threads: the transforms of the encoder run on the host, and take
/// longer than what the device does with the result.
final class WeightEncoding {

  private WeightEncoding() {}

  /// Puts a plaintext for each of `constants` into `to`. If one fails, what is in `to` by then
  /// stays there for the caller to close.
  static void encode(
      Encoder encoder, List<SegmentRecording.Constant> constants, Map<String, Plaintext> to) {
    constants.parallelStream()
        .forEach(constant -> {
          Plaintext plaintext = encode(encoder, constant);
          synchronized (to) {
            to.put(constant.name(), plaintext);
          }
        });
  }

  private static Plaintext encode(Encoder encoder, SegmentRecording.Constant constant) {
    return constant.extended()
        ? encoder.encodeExtended(constant.slots(), constant.level(), constant.scale())
        : encoder.encode(constant.slots(), constant.level(), constant.scale());
  }
}
