package io.cloakwork.cli.command;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.cli.UsageFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which parameter sets are measured.
final class BenchPresets {

  @Option(
      names = "--preset",
      paramLabel = "P",
      split = ",",
      description = "The parameter sets, for instance P1,P2 (P1 to P5 are those of reports).")
  private List<String> presets = List.of();

  /// The sets by their names.
  ///
  /// @param defaults used where none is named
  /// @throws UsageFailure if there is no such set
  Map<String, Parameters> parameters(List<String> defaults) {
    Map<String, Parameters> chosen = new LinkedHashMap<>();
    for (String name : presets.isEmpty() ? defaults : presets) {
      if (!Presets.allNames().contains(name)) {
        throw new UsageFailure(
            "there is no preset '%s'; there are %s".formatted(name, Presets.allNames()));
      }
      chosen.put(name, Presets.named(name).validate());
    }
    return chosen;
  }
}
