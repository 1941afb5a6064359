package io.cloakwork.cli.command;

import io.cloakwork.bench.tune.RotationTime;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.digits.DigitImage;
import io.cloakwork.cli.digits.DigitRenderer;
import io.cloakwork.cli.inference.DigitGallery;
import io.cloakwork.cli.inference.InferenceReport;
import io.cloakwork.cli.inference.InferenceText;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.input.SampleFiles;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.cli.input.Selection;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.CompileOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Draws digits, encrypts them, has them classified by a network that never sees them, decrypts the
/// answers and shows everything.
@Command(
    name = "demo",
    description = "Watch images being encrypted, classified unseen, and decrypted.")
final class DemoCommand extends ConsoleCommand {

  private static final String IMAGES = "t10k-images-idx3-ubyte";
  private static final String LABELS = "t10k-labels-idx1-ubyte";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many images (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draw other digits: the same seed draws the same ones.")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Take the test images of MNIST from DIR instead of drawing digits.")
  private Path data;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "2",
      description = "Runs of the first image before times are taken (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Mixin private DeviceOption device;

  DemoCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    if (count < 1 || count > 1000 || warmUp < 0) {
      throw new UsageFailure(
          "--count %d must be from 1 to 1,000 and --warmup %d must not be negative"
              .formatted(count, warmUp));
    }
    SampleOptions.Labelled images = data == null ? drawn() : genuine();
    try (Progress progress = Progress.start(console(), "demo")) {
      FastestDevice choice = chooseDevice(progress);
      return new Shown(run(images, progress), images, data == null, choice);
    }
  }

  /// Takes the fastest device unless a backend was named.
  private FastestDevice chooseDevice(Progress progress) {
    if (device.isChosen()) {
      return new FastestDevice(device.backend(), device.index(), "--backend", List.of());
    }
    progress.say("look for the fastest device");
    return device.takeFastest();
  }

  private InferenceReport run(SampleOptions.Labelled images, Progress progress) {
    EncryptedRun run =
        new EncryptedRun(
            device,
            ModelLoading::ofDemo,
            images,
            _ -> Normalization.defaultFor(images.samples()),
            warmUp,
            Optional.of(CompileOptions.defaults().profile()));
    return run.run(progress);
  }

  private SampleOptions.Labelled drawn() {
    List<DigitImage> digits = new DigitRenderer(seed).draw(count);
    Samples samples =
        new Samples(
            List.of(DigitRenderer.SIZE, DigitRenderer.SIZE),
            true,
            digits.stream().map(DigitImage::brightness).toList(),
            List.of());
    return new SampleOptions.Labelled(
        samples, digits.stream().map(digit -> (double) digit.label()).toList());
  }

  private SampleOptions.Labelled genuine() {
    Samples samples = SampleFiles.read(find(IMAGES), Selection.of(0, count));
    return new SampleOptions.Labelled(
        samples, SampleFiles.readLabels(find(LABELS), 0, samples.count()));
  }

  private Path find(String name) {
    return Stream.of(name + ".gz", name)
        .map(data::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure("there is neither %s nor %s.gz in %s".formatted(name, name, data)));
  }

  private record Shown(
      InferenceReport report, SampleOptions.Labelled images, boolean drawn, FastestDevice choice)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = report.toJson();
      json.put("labels", images.labels().stream().map(Double::intValue).toList());
      json.put("source", drawn ? "drawn" : "MNIST");
      json.put("deviceChoice", choice.reason());
      json.put("deviceTimes", choice.timed().stream().map(Shown::time).toList());
      return json;
    }

    private static Map<String, Object> time(FastestDevice.Timed timed) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", timed.backend());
      json.put("index", timed.index());
      json.put("device", timed.device());
      json.put("work", RotationTime.what());
      timed.micros().ifPresent(micros -> json.put("micros", Json.finite(micros)));
      if (!timed.failure().isEmpty()) {
        json.put("failure", timed.failure());
      }
      return json;
    }

    private void printChoice(Console console) {
      if (!choice.timed().isEmpty()) {
        String times = choice.timed().stream().map(Shown::line).collect(Collectors.joining(", "));
        console
            .out()
            .printf("%nOn %s; %s takes %s%n", choice.backend(), RotationTime.what(), times);
      }
    }

    private static String line(FastestDevice.Timed timed) {
      String where = "on %s (%s)".formatted(timed.backend(), timed.device());
      return timed.micros().isPresent()
          ? String.format(Locale.ROOT, "%.2f ms %s", timed.micros().getAsDouble() / 1e3, where)
          : "no time %s, which fails: %s".formatted(where, timed.failure());
    }

    @Override
    public void print(Console console) {
      printChoice(console);
      console.out().println();
      new DigitGallery(report, images.samples(), images.labels()).print(console);
      InferenceText text = new InferenceText(report, console);
      text.times();
      text.summary();
    }
  }
}
