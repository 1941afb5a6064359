package io.cloakwork.ckks.wire;

/// Upper bounds on what a reader accepts, over and above what the parameters imply.
///
/// @param maxBodyBytes longest body
/// @param maxBatch most items in a plaintext or ciphertext
/// @param insecureParameters whether parameters marked as insecure are read at all
public record WireLimits(long maxBodyBytes, int maxBatch, boolean insecureParameters) {

  public WireLimits {
    if (maxBodyBytes < 1 || maxBatch < 1) {
      throw new IllegalArgumentException(
          "limits of %d bytes and %d items must be positive".formatted(maxBodyBytes, maxBatch));
    }
  }

  /// Bodies up to 64 GiB (the key sets of deep programs), batches up to 64, secure parameters. A
  /// stream does not say how long it is, so the batch times the size of one item is what its sender
  /// can make a reader allocate on the device.
  public static WireLimits defaults() {
    return new WireLimits(64L << 30, 64, false);
  }

  public WireLimits withMaxBodyBytes(long bytes) {
    return new WireLimits(bytes, maxBatch, insecureParameters);
  }

  public WireLimits withMaxBatch(int items) {
    return new WireLimits(maxBodyBytes, items, insecureParameters);
  }

  public WireLimits withInsecureParameters(boolean allowed) {
    return new WireLimits(maxBodyBytes, maxBatch, allowed);
  }
}
