package io.cloakwork.cli.inference;

import java.util.List;

/// What one image took, in seconds.
///
/// @param encrypt packing, encoding and encrypting, on the client
/// @param server from ciphertext in to ciphertext out
/// @param decrypt decrypting, decoding and unpacking, on the client
/// @param layers the network's segments, in order; their sum is a little less than `server`
public record ImageTimes(double encrypt, double server, double decrypt, List<Double> layers) {

  public ImageTimes {
    layers = List.copyOf(layers);
  }
}
