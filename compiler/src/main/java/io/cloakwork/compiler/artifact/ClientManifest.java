package io.cloakwork.compiler.artifact;

import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.compiler.Objective;
import io.cloakwork.compiler.OutputPacking;
import java.io.IOException;
import java.nio.file.Path;

/// What a client needs to use a compiled network: how to encrypt its inputs, which keys to make,
/// and where the outputs are. It says nothing of the weights.
///
/// @param network its name
/// @param literal the parameters as they would be written down
/// @param parameters their primes found
public record ClientManifest(
    String network,
    Objective objective,
    ParametersLiteral literal,
    Parameters parameters,
    InputPacking input,
    OutputPacking output,
    KeyRequest keys) {

  /// The manifest of a network.
  public static ClientManifest of(CompiledNetwork network) {
    return new ClientManifest(
        network.name(),
        network.objective(),
        network.literal(),
        network.parameters(),
        network.inputPacking(),
        network.outputPacking(),
        network.keys());
  }

  /// The manifest at the front of a program file; the program behind it is not read.
  ///
  /// @throws ArtifactException if the file is not what it should be
  public static ClientManifest read(Path file, ArtifactLimits limits) throws IOException {
    return ManifestJson.parse(ProgramFile.readManifest(file, limits), limits).client();
  }

  /// A manifest by itself, JSON, as it stands in a program file and as services hand it out.
  ///
  /// @throws ArtifactException if it is longer than the limits allow, or not what it should be
  public static ClientManifest parse(byte[] json, ArtifactLimits limits) throws ArtifactException {
    if (json.length > limits.maxManifestBytes()) {
      throw new ArtifactException(
          "the manifest has %d bytes, the limit is %d"
              .formatted(json.length, limits.maxManifestBytes()));
    }
    return ManifestJson.parse(json, limits).client();
  }
}
