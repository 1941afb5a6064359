package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.cli.remote.KeyFolder;
import io.cloakwork.cli.remote.OwnerSession;
import io.cloakwork.client.Passphrase;
import io.cloakwork.client.SecretKey;
import io.cloakwork.compiler.artifact.ClientManifest;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whose keys: a folder that `client keygen` has made.
final class KeyFolderOptions {

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      required = true,
      description = "The folder that 'client keygen' has made.")
  private Path folder;

  @Mixin private PassphraseOptions passphrase;

  KeyFolder open() {
    return KeyFolder.open(folder);
  }

  /// The key owner at work with the folder's secret key.
  OwnerSession owner(ClientManifest manifest, CkksContext context) throws IOException {
    return new OwnerSession(manifest, context, secret(context, open().secretKey()));
  }

  private SecretKey secret(CkksContext context, Path file) throws IOException {
    return load(context, file, passphrase);
  }

  /// A secret key from its file, with its passphrase if it takes one.
  static SecretKey load(CkksContext context, Path file, PassphraseOptions options)
      throws IOException {
    if (!SecretKey.isEncrypted(file)) {
      return SecretKey.load(context, file);
    }
    try (Passphrase known = options.known(file)) {
      return SecretKey.load(context, file, known);
    }
  }
}
