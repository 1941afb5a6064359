package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.machine.Diagnosis;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.machine.Topology;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/// Says whether this machine is set up well, and prints the configuration.
@Command(name = "doctor", description = "Check this machine and show the configuration in use.")
final class DoctorCommand extends ConsoleCommand {

  DoctorCommand(Console console) {
    super(console);
  }

  private record Report(
      MachineFacts machine,
      Topology topology,
      List<Diagnosis> diagnoses,
      List<DevicesCommand.Found> backends,
      DeviceOptions options,
      List<String> flags)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("version", Version.number());
      json.put("machine", machine.toJson());
      json.put("topology", topology.toJson());
      json.put("diagnoses", diagnoses.stream().map(Diagnosis::toJson).toList());
      json.put("backends", backends.stream().map(DevicesCommand.Found::toJson).toList());
      json.put("deviceOptions", optionsJson());
      json.put("jvmFlags", flags);
      return json;
    }

    private Map<String, Object> optionsJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("index", options.index());
      json.put("threads", options.threads());
      json.put("pinWorkers", options.pinWorkers());
      json.put("memoryLimitBytes", options.memoryLimitBytes());
      json.put("properties", options.properties());
      return json;
    }

    @Override
    public void print(Console console) {
      console.out().println("cloakwork " + Version.number());
      console.out().println();
      diagnoses.forEach(diagnosis -> console.out().println(diagnosis));
      console.out().println(new Diagnosis("topology", Diagnosis.State.GOOD, topology.toString()));
      console.out().println();
      console.out().println("Backends");
      backends.forEach(backend -> backend.print(console));
      console.out().println();
      console.out().println("Configuration");
      console
          .out()
          .printf(
              "  device %d, %s, workers %s, %s%n",
              options.index(),
              options.threads() == 0 ? "all threads" : options.threads() + " threads",
              options.pinWorkers() ? "pinned where the system allows it" : "not pinned",
              options.memoryLimitBytes() == 0
                  ? "no memory limit of its own"
                  : options.memoryLimitBytes() + " bytes at most");
      console.out().println("  JVM flags: " + String.join(" ", flags));
    }
  }

  @Override
  Result execute() {
    CompletableFuture<Topology> reading = Topology.reading();
    MachineFacts machine = MachineFacts.here();
    List<DevicesCommand.Found> found = DevicesCommand.Found.all();
    return new Report(
        machine,
        reading.join(),
        Diagnosis.of(machine, console()),
        found,
        DeviceOptions.defaults(),
        MachineFacts.flags());
  }
}
