package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.remote.JobFile;
import io.cloakwork.cli.remote.JobOutputs;
import io.cloakwork.cli.remote.KeyFolder;
import io.cloakwork.cli.remote.OwnerSession;
import io.cloakwork.cli.remote.RemoteReport;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings the results of a job, in any process that has its keys.
@Command(name = "fetch", description = "Bring and decrypt the results of a job, if it is done.")
final class ClientFetchCommand extends ConsoleCommand {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  @Mixin private ServerOptions server;
  @Mixin private KeyFolderOptions keys;
  @Mixin private DeviceOption device;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      required = true,
      description = "The job, as 'client submit' called it.")
  private String name;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Wait so long for the job to end (default: not at all).")
  private int wait;

  @Option(
      names = "--delete",
      description = "Then delete the job on the service, and what is remembered of it here.")
  private boolean delete;

  ClientFetchCommand(Console console) {
    super(console);
  }

  private record Fetched(RemoteJob job, Optional<RemoteReport> report) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("job", job.name());
      json.put("phase", job.phase().toString());
      json.put("items", job.items());
      json.put("finished", job.finished());
      json.put("failed", job.failed());
      report.ifPresent(found -> json.putAll(found.toJson()));
      return json;
    }

    @Override
    public void print(Console console) {
      if (report.isPresent()) {
        report.get().print(console);
      } else {
        console
            .out()
            .printf(
                "job %s is %s: %d of %d items are done%n",
                job.name(),
                job.phase().toString().toLowerCase(java.util.Locale.ROOT),
                job.finished() + job.failed(),
                job.items());
      }
    }
  }

  @Override
  Result execute() {
    if (wait < 0) {
      throw new UsageFailure("--wait %d is negative".formatted(wait));
    }
    try (RemoteService service = server.connect()) {
      KeyFolder folder = keys.open();
      JobFile job = JobFile.read(folder.jobs(), name);
      RemoteJob state = awaited(service);
      if (!state.isDone()) {
        return new Fetched(state, Optional.empty());
      }
      RemoteReport report = results(service, job);
      if (delete) {
        service.deleteJob(name);
        JobFile.delete(folder.jobs(), name);
      }
      return new Fetched(state, Optional.of(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The job's state when it is done or the time to wait is over.
  private RemoteJob awaited(RemoteService service) {
    long end = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
    Duration pause = Duration.ofMillis(200);
    try (Progress progress = Progress.start(console(), "fetch")) {
      while (true) {
        RemoteJob state = service.job(name);
        progress.expect(state.items());
        progress.stepTo(state.finished() + state.failed());
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (state.isDone() || !left.isPositive()) {
          return state;
        }
        Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while waiting for job '%s'".formatted(name), e);
    }
  }

  private RemoteReport results(RemoteService service, JobFile job) throws IOException {
    ClientManifest client = job.client(ArtifactLimits.defaults());
    long start = System.nanoTime();
    try (Device opened = device.open(false);
        CkksContext context = new CkksContext(client.parameters(), opened);
        OwnerSession owner = keys.owner(client, context);
        Progress progress = Progress.start(console(), "decrypt", job.inputs().size())) {
      JobOutputs outputs = new JobOutputs(job, owner, progress);
      service.results(name, RemoteManifest.maxResultBytes(client), outputs);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new RemoteReport(job.model(), outputs.complete(), job.labels(), List.of(), seconds);
    }
  }
}
