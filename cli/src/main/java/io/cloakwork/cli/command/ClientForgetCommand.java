package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.remote.JobFile;
import io.cloakwork.cli.remote.KeyFolder;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.serve.protocol.RegisteredKeySet;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Has a service forget. What is on this machine stays, but for what is remembered of a job.
@Command(
    name = "forget",
    description = "Have a service delete your keys or jobs; the keys on this machine stay.")
final class ClientForgetCommand extends ConsoleCommand {

  @Mixin private ServerOptions server;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "The keys of a folder; with --job, where the job is remembered.")
  private Path folder;

  @Option(
      names = "--key-set",
      paramLabel = "ID",
      description = "Keys by their name, as 'client list' shows it.")
  private String keySet;

  @Option(names = "--job", paramLabel = "NAME", description = "A job and its results.")
  private String job;

  @Option(names = "--all", description = "All your jobs and all your keys.")
  private boolean all;

  ClientForgetCommand(Console console) {
    super(console);
  }

  private record Forgotten(List<String> keySets, List<String> jobs, long freed) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("keySets", keySets);
      json.put("jobs", jobs);
      json.put("freedBytes", freed);
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "the service has forgotten %s and %s and freed %s%n",
              counted(keySets.size(), "key set"),
              counted(jobs.size(), "job"),
              Quantities.bytes(freed));
    }
  }

  private static String counted(int count, String what) {
    return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  @Override
  Result execute() {
    boolean named = folder != null || keySet != null || job != null;
    if (all == named) {
      throw new UsageFailure("forget what? Give --keys, --key-set, --job or --all alone");
    }
    List<String> jobs = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    try (RemoteService service = server.connect()) {
      if (all) {
        service.listJobs().stream().map(RemoteJob::name).forEach(jobs::add);
        service.listKeys().stream().map(RegisteredKeySet::id).forEach(sets::add);
      } else {
        name(jobs, sets);
      }
      // Jobs first: one that still runs may hold the keys.
      for (String one : jobs) {
        service.deleteJob(one);
      }
      if (job != null && folder != null) {
        JobFile.delete(KeyFolder.open(folder).jobs(), job);
      }
      long freed = sets.stream().mapToLong(service::deleteKeys).sum();
      return new Forgotten(sets, jobs, freed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void name(List<String> jobs, List<String> sets) throws IOException {
    if (job != null) {
      jobs.add(job);
    } else if (folder != null) {
      sets.add(KeyFolder.open(folder).keySet().id());
    }
    if (keySet != null) {
      sets.add(keySet);
    }
  }
}
