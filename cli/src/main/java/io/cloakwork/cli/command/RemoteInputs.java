package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.inference.Workload;
import io.cloakwork.cli.input.ModelNotes;
import io.cloakwork.cli.remote.PlannedRequest;
import io.cloakwork.compiler.artifact.ClientManifest;
import io.cloakwork.serve.protocol.LocalKeySet;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Samples of a file as requests for a model of a service, whose notes are not beside anything.
final class RemoteInputs {

  @Mixin private SampleOptions samples;
  @Mixin private TextRows rows;
  @Mixin private NormalizationOptions normalization;

  @Option(
      names = "--notes",
      paramLabel = "FILE",
      description = "Notes on the model, JSON, whose 'preprocess' says how to normalise.")
  private Path notes;

  /// What is sent, and one label an input or none.
  record Prepared(List<PlannedRequest> requests, List<Double> labels) {}

  Prepared read(ClientManifest manifest) {
    SampleOptions.Labelled data = samples.read(rows);
    ModelNotes found = notes == null ? ModelNotes.none() : ModelNotes.in(notes);
    List<double[]> inputs =
        Workload.inputs(
            manifest.network(),
            manifest.input().shape(),
            data.samples(),
            normalization.of(found, data.samples()));
    return new Prepared(PlannedRequest.plan(manifest.input(), inputs), data.labels());
  }

  /// @throws CommandFailure if the keys are not those that the model asks for
  static void requireKeys(LocalKeySet keys, ClientManifest manifest) {
    if (!keys.answers(manifest.keys())) {
      throw new CommandFailure(
          "model '%s' asks for other keys than these, so it has changed: 'client keygen' into a new folder"
              .formatted(keys.model()));
    }
  }
}
