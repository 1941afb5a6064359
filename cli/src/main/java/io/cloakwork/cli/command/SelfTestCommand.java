package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.selftest.DeviceVerdict;
import io.cloakwork.cli.selftest.Extent;
import io.cloakwork.cli.selftest.SelfTest;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.hardware.profiles.facts.FactsLibrary;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the conformance suite on what is in this machine.
@Command(
    name = "selftest",
    description =
        "Check every backend of this machine against the reference, bit for bit, and say what"
            + " differs.")
final class SelfTestCommand extends ConsoleCommand {

  private static final int DEVICES_AT_MOST = 10_000;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Only this backend (default: every one that has a device).")
  private String backend;

  @Option(
      names = "--device",
      paramLabel = "N|NAME",
      description = "Only this one of the backend's devices (default: all of them).")
  private String device;

  @Option(names = "--quick", description = "Every operation, but over the smallest degree only.")
  private boolean quick;

  @Option(names = "--all", description = "Rings of every degree up to 2^17 too: minutes.")
  private boolean all;

  @Option(
      names = "--case",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only cases whose name contains TEXT.")
  private String filter;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "" + ConformanceSuite.DEFAULT_SEED,
      description = "Seed of random inputs and graphs (default: ${DEFAULT-VALUE}).")
  private long seed;

  SelfTestCommand(Console console) {
    super(console);
  }

  /// A device and the cases that are to be run on it.
  private record Task(BackendProvider provider, int index, List<ConformanceCase> cases) {}

  private record Verdicts(
      long seed, List<DeviceVerdict> devices, List<DevicesCommand.Found> unavailable)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("version", Version.number());
      json.put("seed", seed);
      json.put("failed", failures());
      json.put("devices", devices.stream().map(DeviceVerdict::toJson).toList());
      json.put("unavailable", unavailable.stream().map(DevicesCommand.Found::toJson).toList());
      json.put("machine", MachineFacts.here().toJson());
      return json;
    }

    @Override
    public void print(Console console) {
      devices.forEach(device -> device.print(console));
      unavailable.forEach(backend -> backend.print(console));
    }

    private int failures() {
      return devices.stream().mapToInt(device -> device.summary().failed()).sum();
    }

    @Override
    public Optional<String> failure() {
      int failures = failures();
      return failures == 0
          ? Optional.empty()
          : Optional.of(
              "%d %s failed, the first is %s"
                  .formatted(
                      failures,
                      failures == 1 ? "case" : "cases",
                      devices.stream()
                          .flatMap(device -> device.failures().stream())
                          .findFirst()
                          .map(DeviceVerdict.Failure::name)
                          .orElseThrow()));
    }
  }

  @Override
  Result execute() {
    SelfTest test = new SelfTest(extent(), filter, seed);
    List<DevicesCommand.Found> found = backend == null ? DevicesCommand.Found.all() : named();
    List<Task> tasks = tasks(found, test);
    long cases = tasks.stream().mapToLong(task -> task.cases().size()).sum();
    if (cases == 0) {
      throw new CommandFailure("no case has '%s' in its name".formatted(filter));
    }
    List<DeviceVerdict> verdicts = new ArrayList<>();
    try (Progress progress = Progress.start(console(), "selftest", cases)) {
      for (Task task : tasks) {
        progress.say(task.provider().name());
        DeviceOptions options = new DeviceOptions(task.index(), 0, true, 0, Map.of());
        verdicts.add(test.run(task.provider(), options, task.cases(), progress));
      }
    }
    return new Verdicts(
        seed,
        verdicts,
        found.stream().filter(f -> f.probe() instanceof Probe.Unavailable).toList());
  }

  private Extent extent() {
    if (quick && all) {
      throw new UsageFailure("--quick and --all exclude each other");
    }
    if (device != null && backend == null) {
      throw new UsageFailure("--device %s: of which --backend?".formatted(device));
    }
    if (device != null && (device.startsWith("-") || device.matches("[0-9]{5,}"))) {
      throw new UsageFailure(
          "--device is %s and must be from 0 to %d".formatted(device, DEVICES_AT_MOST - 1));
    }
    return quick ? Extent.QUICK : all ? Extent.ALL : Extent.NORMAL;
  }

  /// A backend that was asked for must be there.
  private List<DevicesCommand.Found> named() {
    BackendProvider provider = Backends.named(backend);
    Probe probe = provider.probe();
    if (probe instanceof Probe.Unavailable unavailable) {
      throw new BackendUnavailableException(
          "backend %s: %s".formatted(backend, unavailable.reason()), unavailable.cause());
    }
    return List.of(new DevicesCommand.Found(backend, probe, FactsLibrary.open()));
  }

  private List<Task> tasks(List<DevicesCommand.Found> found, SelfTest test) {
    List<Task> tasks = new ArrayList<>();
    for (DevicesCommand.Found each : found) {
      if (each.probe() instanceof Probe.Available available) {
        BackendProvider provider = Backends.named(each.backend());
        List<ConformanceCase> cases = test.cases(provider);
        if (device != null) {
          tasks.add(new Task(provider, Backends.index(provider, device), cases));
          continue;
        }
        for (int i = 0; i < available.devices().size(); i++) {
          // Those that are not there compute on another one, which is a task of its own.
          if (backend != null || !available.devices().get(i).isSimulated()) {
            tasks.add(new Task(provider, i, cases));
          }
        }
      }
    }
    return tasks;
  }
}
