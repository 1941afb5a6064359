package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import java.util.List;

/// A valid client manifest of a network that nobody runs: one element in, one out.
final class TinyManifest {

  private TinyManifest() {}

  static ByteString json() {
    Parameters parameters =
        new ParametersLiteral(
                12, List.of(36, 30), List.of(36), 30, 2, 5, SecurityPolicy.GUIDELINES_2024)
            .validate();
    String value =
        """
        "shape": [1], "ciphertexts": 1, "level": 1, "scale": 1073741824,
        "layout": {"kind": "elements", "elements": 1}\
        """;
    return ByteString.copyFromUtf8(
        """
        {"network": "tiny", "objective": "THROUGHPUT",
         "parameters": {"logN": 12, "qBits": [36, 30], "pBits": [36], "logScale": 30,
           "digitCount": 2, "galoisGenerator": 5, "security": "%s", "id": "%s"},
         "input": {%s, "lanes": 1},
         "output": {%s},
         "keys": [[0, 1]],
         "report": {"layerBits": [], "outputError": {"largestOutput": 1.0, "encryption": 0.0},
           "profile": {"name": "none", "fingerprint": "%s", "threads": 1},
           "layerSeconds": [], "notes": []}}
        """
            .formatted(parameters.security(), parameters.id(), value, value, "0".repeat(64)));
  }
}
