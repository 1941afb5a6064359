package io.cloakwork.serve.protocol;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.wire.WireSizes;
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

  /// No result of this model is longer: ciphertexts before relinearisation.
  public long maxResultBytes() {
    return maxResultBytes(client);
  }

  /// No result of a model with this manifest is longer.
  public static long maxResultBytes(ClientManifest client) {
    CipherForm form = client.output().form();
    return WireSizes.ciphertext(
        client.parameters(), form.level(), Ciphertext.QUADRATIC_SIZE, form.ciphertexts());
  }
}
