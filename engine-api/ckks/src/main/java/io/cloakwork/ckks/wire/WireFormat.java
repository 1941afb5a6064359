package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.Parameters;
import java.io.IOException;

/// An object ready to be written: its type, its parameters, the length of its body and the body.
sealed interface WireFormat
    permits ParametersFormat,
        PlaintextFormat,
        CiphertextFormat,
        SeededCiphertextFormat,
        PublicKeyFormat,
        KeySwitchKeyFormat,
        EvaluationKeysFormat,
        KeyRequestFormat {

  WireType type();

  String parametersId();

  long bodyBytes();

  void writeBody(WireOutput out) throws IOException;

  /// Bytes of one polynomial at `level`.
  static long polyBytes(Parameters parameters, int level) {
    return PackedRows.polyBytes(parameters.logN(), parameters.chain().atLevel(level));
  }
}
