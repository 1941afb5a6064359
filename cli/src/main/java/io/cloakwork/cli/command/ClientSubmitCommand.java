package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.wire.WireSizes;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.remote.EncryptedItem;
import io.cloakwork.cli.remote.JobFile;
import io.cloakwork.cli.remote.KeyFolder;
import io.cloakwork.cli.remote.OwnerSession;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.JobItem;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Leaves encrypted samples with a service, to be run when it has time.
@Command(
    name = "submit",
    description = "Encrypt the samples of a file and leave them to a service as a job.")
final class ClientSubmitCommand extends ConsoleCommand {

  private static final int NAME_BYTES = 8;

  @Mixin private ServerOptions server;
  @Mixin private KeyFolderOptions keys;
  @Mixin private RemoteInputs inputs;
  @Mixin private DeviceOption device;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "What to call the job (default: a name is made up).")
  private String name;

  ClientSubmitCommand(Console console) {
    super(console);
  }

  private record Submitted(RemoteJob job, int images, long sent, double seconds) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("job", job.name());
      json.put("phase", job.phase().toString());
      json.put("items", job.items());
      json.put("images", images);
      json.put("sentBytes", sent);
      json.put("seconds", Json.seconds(seconds));
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "job %s: %d images, %s sent in %s; 'client fetch --job %s' brings the results%n",
              job.name(), images, Quantities.bytes(sent), Quantities.seconds(seconds), job.name());
    }
  }

  @Override
  Result execute() {
    String job = name == null ? madeUp() : JobFile.requireName(name);
    try (RemoteService service = server.connect()) {
      KeyFolder folder = keys.open();
      if (JobFile.exists(folder.jobs(), job)) {
        throw new CommandFailure(
            "there is a job '%s' already: 'client fetch' or 'client forget' it, or choose another name"
                .formatted(job));
      }
      LocalKeySet set = folder.keySet();
      RemoteManifest manifest = service.manifest(set.model());
      RemoteInputs.requireKeys(set, manifest.client());
      RemoteInputs.Prepared prepared = inputs.read(manifest.client());
      // Remembered first: a job whose submission broke off may have arrived.
      remember(folder, job, manifest, prepared);
      return submit(service, manifest, set, job, prepared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String madeUp() {
    try (Entropy entropy = Entropy.secure()) {
      return "job-" + HexFormat.of().formatHex(entropy.nextBytes(NAME_BYTES));
    }
  }

  private static void remember(
      KeyFolder folder, String job, RemoteManifest manifest, RemoteInputs.Prepared prepared)
      throws IOException {
    List<Integer> counts =
        prepared.requests().stream().map(request -> request.inputs().size()).toList();
    new JobFile(
            job,
            manifest.model().name(),
            counts,
            prepared.labels(),
            new String(manifest.json(), StandardCharsets.UTF_8))
        .write(folder.jobs());
  }

  private Result submit(
      RemoteService service,
      RemoteManifest manifest,
      LocalKeySet set,
      String job,
      RemoteInputs.Prepared prepared)
      throws IOException {
    ClientManifest client = manifest.client();
    long bytes =
        WireSizes.seededCiphertext(
            client.parameters(), client.input().level(), client.input().form().ciphertexts());
    long start = System.nanoTime();
    try (Device opened = device.open(false);
        CkksContext context = new CkksContext(client.parameters(), opened);
        OwnerSession owner = keys.owner(client, context);
        Progress progress =
            Progress.transfer(console(), "submit", bytes * prepared.requests().size())) {
      List<JobItem> items =
          prepared.requests().stream()
              .map(request -> new JobItem(new EncryptedItem(owner, request, bytes), request.lane()))
              .toList();
      TransferBar bar = new TransferBar(progress);
      RemoteJob submitted = service.submitJob(job, set.model(), set.id(), items, bar);
      int images = prepared.requests().stream().mapToInt(one -> one.inputs().size()).sum();
      return new Submitted(submitted, images, bar.bytes(), (System.nanoTime() - start) / 1e9);
    }
  }
}
