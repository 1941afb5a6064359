package io.cloakwork.compiler.artifact;

/// Upper bounds on what a reader accepts.
///
/// @param maxManifestBytes longest manifest
/// @param maxProgramBytes longest program
/// @param maxValues most numbers that the program may expand to: repeated values are stored once,
///   so a short file may stand for many
/// @param insecureParameters whether parameters marked as insecure are read at all
public record ArtifactLimits(
    int maxManifestBytes, int maxProgramBytes, long maxValues, boolean insecureParameters) {

  public ArtifactLimits {
    if (maxManifestBytes < 1 || maxProgramBytes < 1 || maxValues < 1) {
      throw new IllegalArgumentException(
          "limits of %d and %d bytes and %d values must be positive"
              .formatted(maxManifestBytes, maxProgramBytes, maxValues));
    }
  }

  /// A manifest of 64 MiB, a program of 1 GiB, 2^28 values (2 GiB), secure parameters.
  public static ArtifactLimits defaults() {
    return new ArtifactLimits(1 << 26, 1 << 30, 1L << 28, false);
  }

  public ArtifactLimits withInsecureParameters(boolean allowed) {
    return new ArtifactLimits(maxManifestBytes, maxProgramBytes, maxValues, allowed);
  }
}
