package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.inference.InferenceReport;
import io.cloakwork.cli.inference.InferenceText;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.cost.MachineProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Classifies the samples of a file, encrypted, and compares with the network in the clear.
@Command(
    name = "infer",
    description =
        "Run an ONNX network on encrypted samples of a file and compare with the clear network.")
final class InferCommand extends ConsoleCommand {

  @ArgGroup(exclusive = true, multiplicity = "1")
  private NetworkOption network;

  @Mixin private SampleOptions samples;
  @Mixin private TextRows rows;
  @Mixin private NormalizationOptions normalization;
  @Mixin private CompileChoices choices;
  @Mixin private DeviceOption device;

  @Option(
      names = "--logits",
      paramLabel = "FILE",
      description =
          "Write the decrypted outputs to FILE, for its owner only: CSV, one row an image.")
  private Path logits;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Images run before times are taken, at least: the first request is repeated (default:"
              + " ${DEFAULT-VALUE}).")
  private int warmUp;

  InferCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    if (warmUp < 0) {
      throw new UsageFailure("--warmup %d is negative".formatted(warmUp));
    }
    Optional<MachineProfile> simulated = device.simulated();
    CompileOptions options = simulated.map(choices::options).orElseGet(choices::options);
    if (network.model().isEmpty()) {
      choices.requireNone("the network of --program has been compiled");
    }
    Optional<OutputFile> file = Optional.ofNullable(logits).map(OutputFile::requireWritable);
    InferenceReport report;
    try (Progress progress = Progress.start(console(), "infer")) {
      report = run(options, simulated, progress);
    }
    file.ifPresent(to -> to.write(LogitsCsv.of(report)));
    return new Inferred(report);
  }

  private InferenceReport run(
      CompileOptions options, Optional<MachineProfile> simulated, Progress progress) {
    progress.say("reading the samples");
    SampleOptions.Labelled data = samples.read(rows);
    EncryptedRun run =
        new EncryptedRun(
            device,
            loader(options),
            data,
            compiled -> normalization.of(network.notes(compiled), data.samples()),
            warmUp,
            simulated.or(() -> network.model().map(_ -> options.profile())));
    return run.run(progress);
  }

  private Callable<ModelLoading> loader(CompileOptions options) {
    return network
        .model()
        .<Callable<ModelLoading>>map(model -> {
          Optional<Calibration> calibration =
              choices.calibration(rows, normalization, ModelNotes.beside(model));
          return () -> ModelLoading.ofModel(model, options, calibration);
        })
        .orElseGet(() -> () -> ModelLoading.ofProgram(network.program()));
  }

  private record Inferred(InferenceReport report) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return report.toJson();
    }

    @Override
    public void print(Console console) {
      InferenceText text = new InferenceText(report, console);
      text.predictions();
      text.times();
      text.summary();
    }
  }
}
