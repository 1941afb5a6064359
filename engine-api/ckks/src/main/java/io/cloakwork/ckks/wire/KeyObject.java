package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters;
import java.io.IOException;

/// A key-switch key on the wire, told without a device: for whoever keeps keys and does not use
/// them.
///
/// @param id which key it is
/// @param level the highest that it serves
public record KeyObject(KeyId id, int level) {

  /// Reads an object to its end and checks all of it: header, fields, every residue against its
  /// prime, the trailer. One row of residues is in memory at a time. Closes the source.
  ///
  /// @throws WireException if it is no valid key of `parameters`
  public static KeyObject check(WireSource source, Parameters parameters) throws IOException {
    try (source) {
      return KeySwitchKeyFormat.check(new WireInput(source, WireLimits.defaults()), parameters);
    }
  }
}
