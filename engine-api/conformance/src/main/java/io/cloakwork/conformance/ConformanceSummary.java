package io.cloakwork.conformance;

/// How many cases ended how.
///
/// @param passed cases that passed
/// @param skipped cases outside the declared capabilities
/// @param failed cases that failed
public record ConformanceSummary(int passed, int skipped, int failed) {

  static final ConformanceSummary NONE = new ConformanceSummary(0, 0, 0);

  ConformanceSummary plus(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> new ConformanceSummary(passed + 1, skipped, failed);
      case Outcome.Skipped _ -> new ConformanceSummary(passed, skipped + 1, failed);
      case Outcome.Failed _ -> new ConformanceSummary(passed, skipped, failed + 1);
    };
  }

  @Override
  public String toString() {
    return "%d passed, %d skipped, %d failed".formatted(passed, skipped, failed);
  }
}
