package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.Network;
import io.cloakwork.cli.inference.Workload;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.input.SampleFiles;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.compiler.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which inputs the networks that are measured get.
final class BenchSamples {

  private static final int MOST = 1024;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Samples for networks that take inputs of their size, normalised as the notes beside the"
              + " model say: IDX, NPY, or text with commas or blanks; may be gzip (default: inputs"
              + " are made up).")
  private Path input;

  @Mixin private TextRows rows;

  /// The samples, if there are any.
  ///
  /// @throws io.cloakwork.cli.input.InputException if the file cannot be read
  Optional<Samples> read() {
    return Optional.ofNullable(input).map(file -> SampleFiles.read(file, rows.selection(0, MOST)));
  }

  /// The samples as inputs of a network.
  ///
  /// @param notes of the network
  static Network.Samples forNetwork(String name, ModelNotes notes, Samples samples) {
    Normalization normalization =
        notes.normalization().orElseGet(() -> Normalization.defaultFor(samples));
    return shape ->
        fit(shape, samples) ? Workload.inputs(name, shape, samples, normalization) : List.of();
  }

  private static boolean fit(Shape shape, Samples samples) {
    return samples.values().getFirst().length == shape.size();
  }
}
