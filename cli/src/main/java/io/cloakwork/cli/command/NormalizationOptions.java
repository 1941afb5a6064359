package io.cloakwork.cli.command;

import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.input.Samples;
import java.util.List;
import picocli.CommandLine.Option;

/// How values are normalised: as these options say, else as the notes beside the model say, else
/// bytes are divided by 255 and other numbers stay as they are.
final class NormalizationOptions {

  @Option(
      names = "--divide",
      paramLabel = "X",
      description = "Divide every value by X, then subtract --mean and divide by --std.")
  private Double divide;

  @Option(
      names = "--mean",
      paramLabel = "X",
      split = ",",
      description = "One mean for all values, one a channel, or one a value.")
  private List<Double> mean = List.of();

  @Option(
      names = "--std",
      paramLabel = "X",
      split = ",",
      description = "Standard deviations, as --mean.")
  private List<Double> std = List.of();

  /// @param notes what is asked where no option is given
  Normalization of(ModelNotes notes, Samples samples) {
    boolean given = divide != null || !mean.isEmpty() || !std.isEmpty();
    return given
        ? new Normalization(
            divide == null ? 1 : divide, array(mean, 0), array(std, 1), "command line")
        : notes.normalization().orElseGet(() -> Normalization.defaultFor(samples));
  }

  private static double[] array(List<Double> values, double absent) {
    return values.isEmpty()
        ? new double[] {absent}
        : values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
