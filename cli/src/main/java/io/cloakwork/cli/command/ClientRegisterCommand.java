package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.serve.protocol.RemoteService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Uploads what a service lacks of the keys in a folder. The secret key is not opened.
@Command(
    name = "register",
    description =
        "Upload the evaluation keys that the service lacks; goes on where it was stopped.")
final class ClientRegisterCommand extends ConsoleCommand {

  @Mixin private ServerOptions server;
  @Mixin private KeyFolderOptions keys;

  @Option(
      names = "--ttl-hours",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Let the service forget the keys N hours after their last use (default: as long as it"
              + " keeps keys).")
  private int hours;

  ClientRegisterCommand(Console console) {
    super(console);
  }

  private record Registered(LocalKeySet keys, long sent, double seconds) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", keys.model());
      json.put("keySet", keys.id());
      json.put("keys", keys.keys().size());
      json.put("bytes", keys.bytes());
      json.put("sentBytes", sent);
      json.put("seconds", Json.seconds(seconds));
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "%d keys of %s are registered for '%s' as %s; %s sent in %s%n",
              keys.keys().size(),
              Quantities.bytes(keys.bytes()),
              keys.model(),
              keys.id(),
              Quantities.bytes(sent),
              Quantities.seconds(seconds));
    }
  }

  @Override
  Result execute() {
    if (hours < 0) {
      throw new UsageFailure("--ttl-hours %d is negative".formatted(hours));
    }
    try (RemoteService service = server.connect()) {
      LocalKeySet set = keys.open().keySet();
      long start = System.nanoTime();
      try (Progress progress = Progress.transfer(console(), "register", set.bytes())) {
        TransferBar bar = new TransferBar(progress);
        service.register(set, Duration.ofHours(hours), bar);
        return new Registered(set, bar.bytes(), (System.nanoTime() - start) / 1e9);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
