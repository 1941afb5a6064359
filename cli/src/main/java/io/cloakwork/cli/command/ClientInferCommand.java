package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.remote.OwnerSession;
import io.cloakwork.cli.remote.RemoteInference;
import io.cloakwork.cli.remote.RemoteReport;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Classifies the samples of a file on a service that sees ciphertexts only.
@Command(
    name = "infer",
    description = "Encrypt the samples of a file, have a service run them, decrypt the results.")
final class ClientInferCommand extends ConsoleCommand {

  private static final int MAX_IN_FLIGHT = 256;
  private static final int LEAST_IN_FLIGHT = 2;

  @Mixin private ServerOptions server;
  @Mixin private KeyFolderOptions keys;
  @Mixin private RemoteInputs inputs;
  @Mixin private DeviceOption device;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests that are open at a time (default: the model's lanes, at least 2).")
  private int inFlight;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "Give a request up after so long.")
  private Double deadline;

  ClientInferCommand(Console console) {
    super(console);
  }

  private record Inferred(RemoteReport report) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return report.toJson();
    }

    @Override
    public void print(Console console) {
      report.print(console);
    }
  }

  @Override
  Result execute() {
    if (inFlight < 0 || inFlight > MAX_IN_FLIGHT) {
      throw new UsageFailure(
          "--in-flight is %d and must be from 0, as many as lanes, to %d"
              .formatted(inFlight, MAX_IN_FLIGHT));
    }
    Optional<Duration> limit = Optional.ofNullable(deadline).map(ClientInferCommand::duration);
    try (RemoteService service = server.connect()) {
      LocalKeySet set = keys.open().keySet();
      RemoteManifest manifest = service.manifest(set.model());
      ClientManifest client = manifest.client();
      RemoteInputs.requireKeys(set, client);
      RemoteInputs.Prepared prepared = inputs.read(client);
      int open =
          inFlight > 0
              ? inFlight
              : Math.clamp(client.input().lanes(), LEAST_IN_FLIGHT, MAX_IN_FLIGHT);
      try (Device opened = device.open(false);
          CkksContext context = new CkksContext(client.parameters(), opened);
          OwnerSession owner = keys.owner(client, context);
          Progress progress = Progress.start(console(), "infer", prepared.requests().size())) {
        RemoteInference inference =
            new RemoteInference(service, manifest, set.id(), owner, open, limit);
        return new Inferred(inference.run(prepared.requests(), prepared.labels(), progress));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Duration duration(double seconds) {
    if (!(seconds > 0 && seconds <= 1e6)) {
      throw new UsageFailure("--deadline is %s and must be positive".formatted(seconds));
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
