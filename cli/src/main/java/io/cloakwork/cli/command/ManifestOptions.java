package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.compiler.artifact.ArtifactException;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which model's manifest: a service's, or that of a file.
final class ManifestOptions {

  @Mixin private ServerOptions server;

  @Option(names = "--model", paramLabel = "NAME", description = "The model's name on the service.")
  private String model;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "Without a service: the program file, of which only the manifest is read.")
  private Path program;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Without a service: the client manifest, JSON.")
  private Path manifest;

  /// A manifest, and under which name the service has its model.
  record Named(String model, ClientManifest client) {}

  /// @throws UsageFailure unless exactly one of service, program and manifest is given
  Named read() throws IOException {
    long given =
        Stream.of(server.isGiven(), program != null, manifest != null).filter(one -> one).count();
    if (given != 1) {
      throw new UsageFailure("exactly one of --server, --program and --manifest is needed");
    }
    if (server.isGiven()) {
      return ofService();
    }
    Path file = program != null ? program : manifest;
    try {
      ArtifactLimits limits = ArtifactLimits.defaults();
      ClientManifest client =
          program != null
              ? ClientManifest.read(program, limits)
              : ClientManifest.parse(bounded(manifest, limits), limits);
      return new Named(model == null ? client.network() : model, client);
    } catch (ArtifactException e) {
      throw new CommandFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Named ofService() {
    if (model == null) {
      throw new UsageFailure("--model NAME is missing: 'client list' shows the service's models");
    }
    try (RemoteService service = server.connect()) {
      RemoteManifest remote = service.manifest(model);
      return new Named(model, remote.client());
    }
  }

  private static byte[] bounded(Path file, ArtifactLimits limits) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(limits.maxManifestBytes() + 1);
    }
  }
}
