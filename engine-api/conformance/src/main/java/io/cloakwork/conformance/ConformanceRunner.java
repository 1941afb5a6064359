package io.cloakwork.conformance;

import io.cloakwork.spi.device.Capabilities;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Runs cases one after the other on one test bed.
public final class ConformanceRunner {

  private ConformanceRunner() {}

  /// Runs `testCase`, unless the candidate's capabilities exclude it.
  public static Outcome run(ConformanceCase testCase, TestBed bed) {
    Capabilities capabilities = bed.provider().capabilities();
    try {
      Optional<String> reason = testCase.unsupportedReason(capabilities);
      if (reason.isPresent()) {
        return new Outcome.Skipped(reason.get());
      }
      testCase.run(bed);
      return new Outcome.Passed();
    } catch (RuntimeException | AssertionError e) {
      return new Outcome.Failed(e);
    }
  }

  /// Runs every case and hands each outcome to `listener` as it comes.
  public static ConformanceSummary run(
      List<ConformanceCase> cases, TestBed bed, BiConsumer<ConformanceCase, Outcome> listener) {
    ConformanceSummary summary = ConformanceSummary.NONE;
    for (ConformanceCase testCase : cases) {
      Outcome outcome = run(testCase, bed);
      summary = summary.plus(outcome);
      listener.accept(testCase, outcome);
    }
    return summary;
  }
}
