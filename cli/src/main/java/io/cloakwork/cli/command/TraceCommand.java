package io.cloakwork.cli.command;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.trace.NetworkTrace;
import io.cloakwork.cli.trace.SeededContents;
import io.cloakwork.cli.trace.SideContents;
import io.cloakwork.cli.trace.TraceContents;
import io.cloakwork.cli.trace.TraceFacts;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.trace.SideFileReader;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceEncoding;
import io.cloakwork.spi.trace.TraceFile;
import io.cloakwork.spi.trace.TraceReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a compiled network as a portable trace.
@Command(
    name = "trace",
    description = {
      "Write a compiled network as a portable trace: every operation on residues, and the hash of"
          + " every result.",
      "'trace replay' executes one on any device."
    })
final class TraceCommand extends ConsoleCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The network, ONNX, or a program file that 'compile' wrote.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the trace goes.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "pb|json",
      description = "Protocol buffers or JSON (default: JSON if FILE ends in .json).")
  private String format;

  @Option(
      names = "--data",
      paramLabel = "seeded|side",
      defaultValue = "seeded",
      description =
          "Weights, keys and input: random residues made from a seed again, or the network's own in"
              + " FILE.side (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of random residues and made-up inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private CompileChoices choices;
  @Mixin private TextRows rows;
  @Mixin private NormalizationOptions normalization;
  @Mixin private DeviceOption device;

  private TraceCommand(Console console) {
    super(console);
  }

  /// The command and `trace replay`.
  static CommandLine with(Console console) {
    return new CommandLine(new TraceCommand(console))
        .addSubcommand(new TraceReplayCommand(console));
  }

  @Override
  Result execute() {
    if (model == null || output == null) {
      throw new UsageFailure("trace takes a MODEL and --output FILE, or 'replay' and a trace");
    }
    TraceEncoding encoding = encoding();
    boolean ownWords = ownWords();
    CompileOptions options = choices.options();
    OutputFile file = OutputFile.requireWritable(output);
    file.requireOtherThan(model);
    device.requireInRange();
    long start = System.nanoTime();
    try (Progress progress = Progress.start(console(), "trace")) {
      progress.say("compiling " + model.getFileName());
      ModelLoading loaded = load(options);
      try (Device opened = device.open(false)) {
        progress.expect(2L * loaded.network().steps().size());
        Trace trace =
            ownWords
                ? withSideFile(loaded.network(), opened, progress)
                : seeded(loaded.network(), opened, progress);
        progress.say("writing " + output.getFileName());
        byte[] bytes = TraceFile.toBytes(trace, encoding);
        file.write(bytes);
        return new TraceReport(
            output,
            encoding,
            bytes.length,
            Sha256.hex(bytes),
            trace.sideFile(),
            TraceFacts.of(trace),
            device.backend(),
            opened.profile().name(),
            loaded.seconds(),
            (System.nanoTime() - start) / 1e9);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TraceEncoding encoding() {
    String byName =
        output.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json") ? "json" : "pb";
    return switch (format == null ? byName : format) {
      case "pb" -> TraceEncoding.PROTOBUF;
      case "json" -> TraceEncoding.JSON;
      default ->
          throw new UsageFailure("--format is '%s'; there are pb and json".formatted(format));
    };
  }

  private boolean ownWords() {
    return switch (data) {
      case "seeded" -> false;
      case "side" -> true;
      default ->
          throw new UsageFailure("--data is '%s'; there are seeded and side".formatted(data));
    };
  }

  private ModelLoading load(CompileOptions options) throws IOException {
    if (Files.isRegularFile(model) && NetworkFile.isProgram(model)) {
      choices.requireNone("the network of a program file has been compiled");
      return ModelLoading.ofProgram(model);
    }
    Optional<Calibration> calibration =
        choices.calibration(rows, normalization, ModelNotes.beside(model));
    return ModelLoading.ofModel(model, options, calibration);
  }

  private Trace seeded(CompiledNetwork network, Device opened, Progress progress)
      throws IOException {
    Trace draft = draft(network, new SeededContents(seed), progress);
    return executed(draft, opened, Optional.empty(), progress);
  }

  /// Puts the words into the side file, and then executes the trace with what is in there.
  private Trace withSideFile(CompiledNetwork network, Device opened, Progress progress)
      throws IOException {
    Path side = output.resolveSibling(output.getFileName() + ".side");
    OutputFile.requireWritable(side).requireOtherThan(model);
    Trace[] draft = new Trace[1];
    progress.say("making keys and weights");
    AtomicFile.write(
        side,
        stream -> {
          try (CkksContext context = new CkksContext(network.parameters(), opened);
              SideContents contents =
                  new SideContents(network, context, side.getFileName().toString(), stream, seed)) {
            draft[0] = draft(network, contents, progress);
          }
        });
    try (SideFileReader words = SideFileReader.open(side, draft[0])) {
      return executed(draft[0], opened, Optional.of(words), progress);
    }
  }

  private static Trace draft(CompiledNetwork network, TraceContents contents, Progress progress)
      throws IOException {
    return NetworkTrace.of(
        network, "cloakwork " + Version.number(), contents, () -> progress.step());
  }

  private static Trace executed(
      Trace draft, Device opened, Optional<SideFileReader> words, Progress progress) {
    progress.say("executing it for its hashes");
    return TraceReplay.record(
        draft,
        opened,
        words,
        ran -> {
          progress.step();
          progress.say(ran.name());
        });
  }
}
