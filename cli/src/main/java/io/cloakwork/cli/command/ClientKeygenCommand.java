package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.remote.KeyFolder;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.client.Passphrase;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a secret key and exactly the evaluation keys that a model asks for.
@Command(
    name = "keygen",
    description = "Make the keys that a model asks for; goes on where it was stopped.")
final class ClientKeygenCommand extends ConsoleCommand {

  @Mixin private ManifestOptions manifest;
  @Mixin private PassphraseOptions passphrase;
  @Mixin private DeviceOption device;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder for the keys; made if it is not there.")
  private Path out;

  @Option(
      names = "--passphrase",
      description = "Encrypt the secret key with a passphrase, which is asked for.")
  private boolean ask;

  ClientKeygenCommand(Console console) {
    super(console);
  }

  private record Made(
      KeyFolder folder, LocalKeySet keys, int made, boolean encrypted, double seconds)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", keys.model());
      json.put("folder", folder.toString());
      json.put("secretKey", folder.secretKey().toString());
      json.put("encrypted", encrypted);
      json.put("parametersId", keys.parametersId());
      json.put("keySet", keys.id());
      json.put("keys", keys.keys().size());
      json.put("made", made);
      json.put("bytes", keys.bytes());
      json.put("seconds", Json.seconds(seconds));
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "%s: %d keys of %s for '%s', %d of them made in %s; %s is%s encrypted and stays here%n",
              folder,
              keys.keys().size(),
              Quantities.bytes(keys.bytes()),
              keys.model(),
              made,
              Quantities.seconds(seconds),
              folder.secretKey(),
              encrypted ? "" : " not");
    }
  }

  @Override
  Result execute() {
    try {
      ManifestOptions.Named model = manifest.read();
      ClientManifest client = model.client();
      long start = System.nanoTime();
      KeyFolder folder = KeyFolder.create(out);
      folder.requireFor(model.model(), client.parameters().id());
      int made;
      try (Device opened = device.open(false);
          CkksContext context = new CkksContext(client.parameters(), opened);
          SecretKey secret = secret(context, folder.secretKey());
          Progress progress = Progress.start(console(), "keygen", client.keys().levels().size())) {
        made = folder.make(context, secret, model.model(), client.keys(), progress);
      }
      boolean encrypted = SecretKey.isEncrypted(folder.secretKey());
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Made(folder, folder.keySet(), made, encrypted, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder's secret key; a new one where there is none.
  private SecretKey secret(CkksContext context, Path file) throws IOException {
    if (Files.exists(file)) {
      return KeyFolderOptions.load(context, file, passphrase);
    }
    SecretKey secret = SecretKey.generate(context, Entropy.secure());
    try {
      save(secret, file);
      return secret;
    } catch (IOException | RuntimeException e) {
      secret.close();
      throw e;
    }
  }

  private void save(SecretKey secret, Path file) throws IOException {
    if (!ask && !passphrase.isGiven()) {
      secret.save(file);
      return;
    }
    try (Passphrase chosen = passphrase.chosen()) {
      secret.save(file, chosen);
    }
  }
}
