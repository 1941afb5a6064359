package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// Lists every backend: its devices, or why there are none.
@Command(name = "devices", description = "List backends and their devices, or why there are none.")
final class DevicesCommand extends ConsoleCommand {

  DevicesCommand(Console console) {
    super(console);
  }

  /// A backend and what it found on this machine.
  record Found(String backend, Probe probe) {

    static List<Found> all() {
      return Backends.all().stream().map(Found::of).toList();
    }

    private static Found of(BackendProvider provider) {
      return new Found(provider.name(), provider.probe());
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", backend);
      switch (probe) {
        case Probe.Available available -> {
          json.put("available", true);
          json.put("devices", available.devices().stream().map(Found::device).toList());
        }
        case Probe.Unavailable unavailable -> {
          json.put("available", false);
          json.put("reason", unavailable.reason());
        }
      }
      return json;
    }

    private static Map<String, Object> device(DeviceProfile profile) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", profile.name());
      json.put("threads", profile.threads());
      json.put("memoryBytes", profile.memoryBytes());
      json.put("facts", profile.facts());
      return json;
    }

    void print(Console console) {
      switch (probe) {
        case Probe.Available available -> {
          for (int i = 0; i < available.devices().size(); i++) {
            print(console, i, available.devices().get(i));
          }
        }
        case Probe.Unavailable unavailable ->
            console.out().printf("%-10s unavailable: %s%n", backend, unavailable.reason());
      }
    }

    private void print(Console console, int index, DeviceProfile profile) {
      console
          .out()
          .printf(
              "%-10s device %d: %s, %d threads, %s%n",
              backend,
              index,
              profile.name(),
              profile.threads(),
              Quantities.bytes(profile.memoryBytes()));
      profile.facts().forEach((name, fact) -> console.out().printf("%13s%s: %s%n", "", name, fact));
    }
  }

  @Override
  Result execute() {
    List<Found> found = Found.all();
    return new Result() {
      @Override
      public Map<String, Object> toJson() {
        return Map.of("backends", found.stream().map(Found::toJson).toList());
      }

      @Override
      public void print(Console console) {
        found.forEach(backend -> backend.print(console));
      }
    };
  }
}
