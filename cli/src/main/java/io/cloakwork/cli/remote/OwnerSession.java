package io.cloakwork.cli.remote;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.wire.WireLimits;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.inference.KeyOwner;
import io.cloakwork.client.SecretKey;
import io.cloakwork.compiler.CipherForm;
import io.cloakwork.compiler.artifact.ClientManifest;
import java.io.IOException;
import java.util.List;

/// A key owner at work with one model: inputs to wire objects and back. Results are from anybody:
/// every byte of them is checked. Not thread-safe.
public final class OwnerSession implements AutoCloseable {

  private final ClientManifest manifest;
  private final CkksContext context;
  private final SecretKey secret;
  private final KeyOwner owner;
  private final WireReader reader;

  /// @param context of the manifest's parameters, which stays the caller's
  /// @param secret which this closes
  public OwnerSession(ClientManifest manifest, CkksContext context, SecretKey secret) {
    this.manifest = manifest;
    this.context = context;
    this.secret = secret;
    this.owner = new KeyOwner(context, manifest.input(), manifest.output(), secret);
    CipherForm output = manifest.output().form();
    this.reader = new WireReader(context, WireLimits.defaults().withMaxBatch(output.ciphertexts()));
  }

  /// The wire object of a request.
  public byte[] encrypt(PlannedRequest request) {
    boolean ownLane = manifest.input().lanes() > 1 && !request.lane().allLanes();
    try (SeededCiphertext ciphertext =
        ownLane
            ? owner.encryptLane(request.inputs().getFirst(), request.lane().index())
            : owner.encryptSeeded(request.inputs())) {
      return WireWriter.of(ciphertext).toBytes();
    }
  }

  /// The outputs of a request.
  ///
  /// @param lane that the service says the output lies in
  /// @param inputs of the request
  /// @throws CommandFailure if the result is not of the form that the manifest says
  public List<double[]> decrypt(WireSource result, int lane, int inputs) throws IOException {
    try (Ciphertext ciphertext = reader.ciphertext(result)) {
      requireForm(ciphertext);
      int lanes = manifest.input().lanes();
      if (lanes == 1) {
        return owner.decrypt(ciphertext, inputs);
      }
      if (lane < 0 || lane >= lanes) {
        throw new CommandFailure(
            "the service says that a result lies in lane %s of %d"
                .formatted(Integer.toUnsignedString(lane), lanes));
      }
      return List.of(owner.decryptLane(ciphertext, lane));
    }
  }

  private void requireForm(Ciphertext result) {
    CipherForm form = manifest.output().form();
    if (result.level() != form.level()
        || result.batch() != form.ciphertexts()
        || result.scale() != form.scale()) {
      throw new CommandFailure(
          "the result is %s, the manifest says %d ciphertexts at level %d with scale %s"
              .formatted(result, form.ciphertexts(), form.level(), form.scale()));
    }
  }

  @Override
  public void close() {
    owner.close();
    secret.close();
  }

  @Override
  public String toString() {
    return "OwnerSession[%s, %s]".formatted(manifest.network(), context.parameters());
  }
}
