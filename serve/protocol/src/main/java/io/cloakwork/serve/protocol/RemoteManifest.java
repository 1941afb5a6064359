package io.cloakwork.serve.protocol;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.WireHeader;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.artifact.ClientManifest;

/// What a client needs to use a model of a service: how to encrypt, which keys to make.
///
/// @param model what the service says of it
/// @param client how to encrypt and decrypt, which keys to make
/// @param json the client manifest as it came, which [ClientManifest#parse] reads again
/// @param maxChunkBytes the longest chunk that the service takes
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record RemoteManifest(
    RemoteModel model, ClientManifest client, byte[] json, int maxChunkBytes) {

  private static final int MAX_POLYNOMIALS = 3;
  private static final int FIXED_BYTES = 64;

  /// No result of this model is longer: ciphertexts of three polynomials of 64-bit words.
  public long maxResultBytes() {
    return maxResultBytes(client);
  }

  /// No result of a model with this manifest is longer.
  public static long maxResultBytes(ClientManifest client) {
    CipherForm form = client.output().form();
    Parameters parameters = client.parameters();
    long polynomial = (long) parameters.degree() * (form.level() + 1) * Long.BYTES;
    return WireHeader.BYTES
        + FIXED_BYTES
        + form.ciphertexts() * MAX_POLYNOMIALS * polynomial
        + WireHeader.TRAILER_BYTES;
  }
}
