package io.cloakwork.cli.command;

import io.cloakwork.bench.ops.Operation;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.spi.device.DeviceProfile;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/// Which operations of which parameter set are measured.
final class BenchSubject {

  @Option(
      names = "--preset",
      paramLabel = "P",
      required = true,
      description = "The parameter set: P1, P2, P3, P4 or P5.")
  private String preset;

  @Option(
      names = "--ops",
      paramLabel = "NAME",
      split = ",",
      description = "Only these operations, for instance rescale,rotate.")
  private List<String> only = List.of();

  String preset() {
    return preset;
  }

  /// @throws UsageFailure if there is no such parameter set
  Parameters parameters() {
    if (!Presets.names().contains(preset)) {
      throw new UsageFailure(
          "there is no preset '%s'; there are %s".formatted(preset, Presets.names()));
    }
    return Presets.named(preset).validate();
  }

  /// The operations that were named; without names all.
  ///
  /// @param all operations that the command can measure
  /// @throws UsageFailure if one is not among them
  Set<Operation> operations(Set<Operation> all) {
    if (only.isEmpty()) {
      return all;
    }
    Set<Operation> chosen = EnumSet.noneOf(Operation.class);
    for (String label : only) {
      chosen.add(
          Operation.labelled(label)
              .filter(all::contains)
              .orElseThrow(() ->
                  new UsageFailure(
                      "there is no operation '%s'; there are %s"
                          .formatted(label, all.stream().map(Operation::label).toList()))));
    }
    return chosen;
  }

  /// What reports begin with: the program, the parameters and where it ran.
  static Map<String, Object> header(
      String preset,
      Parameters parameters,
      String backend,
      DeviceProfile device,
      MachineFacts machine) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("library", "cloakwork");
    json.put("version", Version.number());
    json.put("commit", Version.commit());
    json.put("preset", preset);
    json.put("backend", backend);
    json.put("device", device.name());
    json.put("deviceFacts", device.facts());
    json.put("parameters", ParametersJson.of(parameters));
    json.put("machine", machine.toJson());
    return json;
  }
}
