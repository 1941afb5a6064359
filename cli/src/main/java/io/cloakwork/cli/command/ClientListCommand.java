package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.serve.protocol.RegisteredKeySet;
import io.cloakwork.serve.protocol.RemoteJob;
import io.cloakwork.serve.protocol.RemoteModel;
import io.cloakwork.serve.protocol.RemoteService;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What a service has: its models, and the caller's keys and jobs.
@Command(name = "list", description = "Show the models of a service, and your keys and jobs on it.")
final class ClientListCommand extends ConsoleCommand {

  @Mixin private ServerOptions server;

  ClientListCommand(Console console) {
    super(console);
  }

  private record Listed(List<RemoteModel> models, List<RegisteredKeySet> keys, List<RemoteJob> jobs)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("models", models.stream().map(Listed::json).toList());
      json.put("keySets", keys.stream().map(Listed::json).toList());
      json.put("jobs", jobs.stream().map(Listed::json).toList());
      return json;
    }

    private static Map<String, Object> json(RemoteModel model) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", model.name());
      json.put("programSha256", model.programSha256());
      json.put("parametersId", model.parametersId());
      json.put("keys", model.keyCount());
      json.put("keyBytes", model.keyBytes());
      json.put("lanes", model.lanes());
      json.put("predictedSeconds", Json.finite(model.predictedSeconds()));
      return json;
    }

    private static Map<String, Object> json(RegisteredKeySet keys) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("keySet", keys.id());
      json.put("parametersId", keys.parametersId());
      json.put("keys", keys.keyCount());
      json.put("bytes", keys.bytes());
      json.put("created", keys.created().toString());
      json.put("lastUsed", keys.lastUsed().toString());
      json.put("expires", keys.expires().toString());
      return json;
    }

    private static Map<String, Object> json(RemoteJob job) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("job", job.name());
      json.put("model", job.model());
      json.put("phase", job.phase().toString());
      json.put("items", job.items());
      json.put("finished", job.finished());
      json.put("failed", job.failed());
      json.put("submitted", job.submitted().toString());
      json.put("expires", job.expires().map(Object::toString).orElse(null));
      return json;
    }

    @Override
    public void print(Console console) {
      PrintStream out = console.out();
      models.forEach(model ->
          out.printf(
              "model  %s: %d keys of %s, %d %s, %s a run%n",
              model.name(),
              model.keyCount(),
              Quantities.bytes(model.keyBytes()),
              model.lanes(),
              model.lanes() == 1 ? "lane" : "lanes",
              Quantities.seconds(model.predictedSeconds())));
      keys.forEach(set ->
          out.printf(
              "keys   %s: %d keys of %s, kept until %s%n",
              set.id(), set.keyCount(), Quantities.bytes(set.bytes()), set.expires()));
      jobs.forEach(job ->
          out.printf(
              "job    %s: %s, %d of %d items%n",
              job.name(), job.phase(), job.finished() + job.failed(), job.items()));
    }
  }

  @Override
  Result execute() {
    try (RemoteService service = server.connect()) {
      return new Listed(service.models(), service.listKeys(), service.listJobs());
    }
  }
}
