package io.cloakwork.cli.command;

import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.input.SampleFiles;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.Objective;
import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.cost.ProfileException;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a network is compiled for. Every option is empty unless it is given, so that what is left
/// out is the compiler's choice.
final class CompileChoices {

  /// Samples that the compiler gets at most: more of them show little more of the ranges.
  private static final int MAX_SAMPLES = 256;

  private static final String BEST = "auto";

  @Option(
      names = "--objective",
      paramLabel = "WHAT",
      description =
          "latency: one image a request, spread over the slots; throughput: thousands of images"
              + " side by side, one in each slot (default: latency).")
  private String objective;

  @Option(
      names = "--images-per-ciphertext",
      paramLabel = "K|auto",
      description =
          "For latency: images that share a ciphertext, a power of two; auto: as many as make the"
              + " predicted time of one the least (default: 1).")
  private String imagesPerCiphertext;

  @Option(
      names = "--max-key-bytes",
      paramLabel = "N[K|M|G]",
      converter = ByteCount.class,
      description = "For latency: bound on evaluation keys on the device; K is 1,024 bytes.")
  private Long maxKeyBytes;

  @Option(
      names = "--precision-bits",
      paramLabel = "B",
      description =
          "For latency: log2 of the largest output over its predicted error, at least (default:"
              + " 14).")
  private Double precisionBits;

  @Option(
      names = "--activation-degree",
      paramLabel = "D",
      description = "Degree of every activation that is not a polynomial (default: by tolerance).")
  private Integer activationDegree;

  @Option(
      names = "--activation-tolerance",
      paramLabel = "T",
      description =
          "Error that such an activation's polynomial may have, relative to its typical values"
              + " (default: 0.15, for an activation at the end 0.001).")
  private Double activationTolerance;

  @Option(
      names = "--calibrate",
      paramLabel = "FILE",
      description =
          "Samples, of which the first 256 show how large values become: any format of --input,"
              + " normalised the same way.")
  private Path calibrate;

  @Option(
      names = "--profile",
      paramLabel = "NAME|FILE",
      description =
          "The machine that times are predicted for: a profile that comes with the program, a JSON"
              + " file, or a device whose limits are known, for instance h200 (default:"
              + " zen5-avx512).")
  private String profile;

  @Spec(Spec.Target.SELF)
  private CommandSpec self;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /// All choices but the samples.
  ///
  /// @throws UsageFailure if one is out of range or does not go with the objective
  CompileOptions options() {
    return options(CompileOptions.defaults().profile());
  }

  /// The same for a machine of which the person need not say that it is meant.
  CompileOptions options(MachineProfile unlessNamed) {
    CompileOptions options =
        CompileOptions.defaults().withActivations(activations()).withProfile(machine(unlessNamed));
    return switch (objective == null ? "latency" : objective) {
      case "latency" -> latency(options);
      case "throughput" -> throughput(options);
      default ->
          throw new UsageFailure(
              "--objective is '%s'; there are latency and throughput".formatted(objective));
    };
  }

  private MachineProfile machine(MachineProfile unlessNamed) {
    if (profile == null) {
      return unlessNamed;
    }
    if (MachineProfiles.names().contains(profile)) {
      return MachineProfiles.named(profile);
    }
    Path file = Path.of(profile);
    if (!Files.isRegularFile(file)) {
      return derived();
    }
    try {
      return MachineProfiles.read(file);
    } catch (ProfileException e) {
      throw new UsageFailure("--profile: %s: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MachineProfile derived() {
    try {
      return MachineProfiles.derived(profile, TuningResolver.userFolder(Map.of()))
          .orElseThrow(() ->
              new UsageFailure(
                  "--profile is '%s', neither one of %s, nor a file, nor one of the devices %s"
                      .formatted(
                          profile,
                          String.join(", ", MachineProfiles.names()),
                          String.join(", ", MachineProfiles.derivable()))));
    } catch (ProfileException e) {
      throw new UsageFailure("--profile: " + e.getMessage());
    }
  }

  private ActivationOptions activations() {
    ActivationOptions fits = ActivationOptions.defaults();
    if (activationDegree != null) {
      ActivationOptions before = fits;
      fits = checked("--activation-degree", () -> before.withDegree(activationDegree));
    }
    if (activationTolerance != null) {
      ActivationOptions before = fits;
      fits = checked("--activation-tolerance", () -> before.withTolerance(activationTolerance));
    }
    return fits;
  }

  private CompileOptions latency(CompileOptions defaults) {
    CompileOptions options = defaults.withObjective(Objective.LATENCY);
    if (imagesPerCiphertext != null) {
      CompileOptions before = options;
      options = checked("--images-per-ciphertext", () -> before.withImagesPerCiphertext(images()));
    }
    if (maxKeyBytes != null) {
      CompileOptions before = options;
      options = checked("--max-key-bytes", () -> before.withMaxKeyBytes(maxKeyBytes));
    }
    if (precisionBits != null) {
      CompileOptions before = options;
      options = checked("--precision-bits", () -> before.withPrecisionBits(precisionBits));
    }
    return options;
  }

  private int images() {
    if (imagesPerCiphertext.equals(BEST)) {
      return CompileOptions.BEST_PER_IMAGE;
    }
    try {
      int images = Integer.parseInt(imagesPerCiphertext);
      if (images >= 1) {
        return images;
      }
    } catch (NumberFormatException e) {
      // Falls through to the sentence below.
    }
    throw new UsageFailure(
        "--images-per-ciphertext is '%s', neither '%s' nor a positive number"
            .formatted(imagesPerCiphertext, BEST));
  }

  private CompileOptions throughput(CompileOptions defaults) {
    refuseForThroughput(
        "--images-per-ciphertext", imagesPerCiphertext, "every slot holds an image");
    refuseForThroughput("--max-key-bytes", maxKeyBytes, "there are no rotation keys");
    refuseForThroughput("--precision-bits", precisionBits, "scales follow from the weights");
    return defaults.withObjective(Objective.THROUGHPUT);
  }

  private static void refuseForThroughput(String option, Object given, String because) {
    if (given != null) {
      throw new UsageFailure("%s is for latency; for throughput %s".formatted(option, because));
    }
  }

  /// Hands a value on to the compiler's own check and names the option if it is refused.
  private static <T> T checked(String option, Supplier<T> choice) {
    try {
      return choice.get();
    } catch (CompileException e) {
      throw new UsageFailure("%s: %s".formatted(option, e.getMessage()));
    }
  }

  /// The samples to calibrate with, if there are any.
  Optional<Calibration> calibration(
      TextRows rows, NormalizationOptions normalization, ModelNotes notes) {
    return Optional.ofNullable(calibrate)
        .map(file -> SampleFiles.read(file, rows.selection(0, MAX_SAMPLES)))
        .map(samples -> new Calibration(samples, normalization.of(notes, samples)));
  }

  /// Refuses every choice, where a network has been compiled before.
  ///
  /// @throws UsageFailure if there is one
  void requireNone(String because) {
    given()
        .findFirst()
        .ifPresent(option -> {
          throw new UsageFailure("%s: %s".formatted(option, because));
        });
  }

  private Stream<String> given() {
    return self.options().stream()
        .map(OptionSpec::longestName)
        .filter(command.commandLine().getParseResult()::hasMatchedOption);
  }
}
