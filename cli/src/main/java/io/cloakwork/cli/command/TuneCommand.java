package io.cloakwork.cli.command;

import io.cloakwork.bench.tune.TuneResult;
import io.cloakwork.bench.tune.Tuner;
import io.cloakwork.bench.tune.Workload;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.hardware.profiles.tuning.DeviceIdentity;
import io.cloakwork.hardware.profiles.tuning.TuningData;
import io.cloakwork.hardware.profiles.tuning.TuningJson;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.TuningSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Searches the tunables of a device with real command graphs and writes the best of them where the
/// device finds them.
@Command(
    name = "tune",
    description = "Find what a device runs fastest with, and write it where the device finds it.")
final class TuneCommand extends ConsoleCommand {

  private static final double MAX_SECONDS = 24 * 3600;

  @Mixin private DeviceOption device;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "About how long to search (default: ${DEFAULT-VALUE}).")
  private double budget;

  @Option(
      names = "--small",
      description = "Small graphs only: a look within seconds, not a tuning to rely on.")
  private boolean small;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write to FILE (default: a file about this device below ~/.config/cloakwork/tuning).")
  private Path out;

  TuneCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    if (!(budget > 0 && budget <= MAX_SECONDS)) {
      throw new UsageFailure("--budget " + budget + " is not in (0, 86400]");
    }
    device.requireInRange();
    TuningSpace space =
        Backends.named(device.backend())
            .tuningSpace(device.index())
            .orElseThrow(() ->
                new CommandFailure("backend %s has nothing to tune".formatted(device.backend())));
    DeviceIdentity identity =
        new DeviceIdentity(space.vendor(), space.architecture(), space.device());
    OutputFile file = OutputFile.requireWritable(target(space, identity));
    TuneResult result = search(space);
    TuningData data = data(space, identity, result);
    file.write(TuningJson.write(data));
    return new TuneReport(data, result, file.path());
  }

  private Path target(TuningSpace space, DeviceIdentity identity) {
    if (out != null) {
      return out;
    }
    Path file =
        TuningResolver.userFile(TuningResolver.defaultUserFolder(), space.kernels(), identity);
    try {
      if (Files.exists(file) && namesBinaries(file)) {
        throw new CommandFailure(
            "%s names binaries that were compiled with its values; --out FILE keeps it"
                .formatted(file));
      }
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static boolean namesBinaries(Path file) throws IOException {
    return TuningJson.parse(file.toString(), Files.readAllBytes(file)).binaries().isPresent();
  }

  private TuneResult search(TuningSpace space) {
    List<Workload> workloads = small ? Workload.small() : Workload.standard();
    try (Progress progress = Progress.start(console(), "tune " + device.backend())) {
      return Tuner.search(
          space.tunables(),
          this::open,
          workloads,
          Duration.ofNanos((long) (budget * 1e9)),
          what -> {
            progress.say(what);
            progress.step();
          });
    }
  }

  /// Binaries that a file of this user may name would be for other values.
  private Device open(Map<String, String> setting) {
    Map<String, String> properties = new LinkedHashMap<>(setting);
    properties.put(TuningResolver.PROPERTY, "off");
    return device.open(true, properties);
  }

  private TuningData data(TuningSpace space, DeviceIdentity identity, TuneResult result) {
    MachineFacts machine = MachineFacts.here();
    return new TuningData(
        space.kernels(),
        identity,
        new TuningData.Provenance(
            deviceName(),
            space.driver(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            "cloakwork " + Version.number(),
            Version.commit(),
            "%s, %d logical cores, load %.2f, %s"
                .formatted(
                    machine.processor(), machine.cores(), machine.loadAverage(), machine.system()),
            result.seconds()),
        result.searched(),
        result.tried(),
        result.rows().stream()
            .map(row ->
                new TuningData.Measured(row.workload(), row.initialMicros(), row.bestMicros()))
            .toList(),
        Optional.empty());
  }

  private String deviceName() {
    try (Device opened = device.open(false)) {
      return opened.profile().name();
    }
  }
}
