package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.machine.Topology;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.hardware.profiles.facts.DeviceFacts;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.hardware.profiles.facts.Quantity;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/// Lists every backend: its devices, or why there are none.
@Command(name = "devices", description = "List backends and their devices, or why there are none.")
final class DevicesCommand extends ConsoleCommand {

  DevicesCommand(Console console) {
    super(console);
  }

  /// A backend and what it found on this machine.
  ///
  /// @param library where the facts about its devices are
  record Found(String backend, Probe probe, FactsLibrary library) {

    static List<Found> all() {
      FactsLibrary library = FactsLibrary.open();
      return Backends.all().stream().map(provider -> of(provider, library)).toList();
    }

    private static Found of(BackendProvider provider, FactsLibrary library) {
      return new Found(provider.name(), provider.probe(), library);
    }

    private Optional<DeviceFacts> facts(DeviceProfile profile) {
      return profile.isSimulated()
          ? library.find(profile.facts().get("profile"))
          : library.recognise(profile.name());
    }

    /// What bounds speed: memory, and the arithmetic of the fast lane.
    private static String limits(DeviceFacts facts) {
      OptionalDouble fma = facts.find(Quantity.FP64_FMA_PER_SECOND);
      return String.format(
          Locale.ROOT,
          "at most %.0f GB/s%s",
          facts.memoryBytesPerSecond() * 1e-9,
          fma.isPresent() ? ", %.2f T FMA/s".formatted(fma.getAsDouble() * 1e-12) : "");
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", backend);
      switch (probe) {
        case Probe.Available available -> {
          json.put("available", true);
          json.put("devices", available.devices().stream().map(this::device).toList());
        }
        case Probe.Unavailable unavailable -> {
          json.put("available", false);
          json.put("reason", unavailable.reason());
        }
      }
      return json;
    }

    private Map<String, Object> device(DeviceProfile profile) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", profile.name());
      json.put("threads", profile.threads());
      json.put("memoryBytes", profile.memoryBytes());
      json.put("profile", facts(profile).map(DeviceFacts::path).orElse(null));
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
      if (profile.isSimulated()) {
        console
            .out()
            .printf(
                "%-10s device %d: %s, %s; a transform of %s%n",
                backend,
                index,
                profile.facts().get("profile"),
                profile.name(),
                profile.facts().get("transform"));
        return;
      }
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
      facts(profile)
          .ifPresent(facts ->
              console.out().printf("%13sprofile: %s, %s%n", "", facts.path(), limits(facts)));
    }
  }

  @Override
  Result execute() {
    CompletableFuture<Topology> reading = Topology.reading();
    List<Found> found = Found.all();
    return new Result() {
      @Override
      public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("backends", found.stream().map(Found::toJson).toList());
        json.put("host", reading.join().toJson());
        return json;
      }

      @Override
      public void print(Console console) {
        found.forEach(backend -> backend.print(console));
        console.out().flush(); // nobody waits for the rest who came for the devices
        console.out().printf("%-10s %s%n", "host", reading.join());
      }
    };
  }
}
