package io.cloakwork.cli.selftest;

import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.ConformanceRunner;
import io.cloakwork.conformance.ConformanceSuite;
import io.cloakwork.conformance.ConformanceSummary;
import io.cloakwork.conformance.Outcome;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs the conformance suite on a device: every word that it computes is compared with the
/// reference backend's.
///
/// @param extent how much of the suite
/// @param filter only cases whose name contains this
/// @param seed of random inputs and graphs
public record SelfTest(Extent extent, String filter, long seed) {

  /// The cases for a backend, which may be none.
  public List<ConformanceCase> cases(BackendProvider provider) {
    return ConformanceSuite.cases(provider.capabilities(), seed).stream()
        .filter(extent::includes)
        .filter(c -> c.name().contains(filter))
        .toList();
  }

  /// Runs `cases` on one device of `provider`.
  ///
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if it cannot be opened
  public DeviceVerdict run(
      BackendProvider provider,
      DeviceOptions options,
      List<ConformanceCase> cases,
      Progress progress) {
    long start = System.nanoTime();
    Map<String, Integer> skipped = new TreeMap<>();
    List<DeviceVerdict.Failure> failures = new ArrayList<>();
    try (TestBed bed = TestBed.open(provider, options)) {
      ConformanceSummary summary =
          ConformanceRunner.run(
              cases,
              bed,
              (testCase, outcome) -> {
                progress.step();
                switch (outcome) {
                  case Outcome.Passed _ -> {}
                  case Outcome.Skipped reason -> skipped.merge(reason.reason(), 1, Integer::sum);
                  case Outcome.Failed failed ->
                      failures.add(failure(provider, options, testCase, failed));
                }
              });
      return new DeviceVerdict(
          provider.name(),
          options.index(),
          bed.candidate().profile().name(),
          summary,
          skipped,
          List.copyOf(failures),
          (System.nanoTime() - start) / 1e9);
    }
  }

  private DeviceVerdict.Failure failure(
      BackendProvider provider,
      DeviceOptions options,
      ConformanceCase testCase,
      Outcome.Failed failed) {
    return new DeviceVerdict.Failure(
        testCase.name(),
        String.valueOf(failed.error().getMessage()),
        "cloakwork selftest --backend %s --device %d%s --seed %d --case %s"
            .formatted(
                provider.name(),
                options.index(),
                extent == Extent.ALL ? " --all" : "",
                seed,
                testCase.name()));
  }
}
