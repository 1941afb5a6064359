package io.cloakwork.conformance;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Prints failures as they come, a line for each group of cases when the group ends, and at the end
/// every reason for skipping with the number of cases that it kept from running.
final class ConformanceReport implements BiConsumer<ConformanceCase, Outcome> {

  private final PrintStream out;
  private final boolean verbose;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private String group = "";
  private ConformanceSummary groupSummary = ConformanceSummary.NONE;

  ConformanceReport(PrintStream out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  @Override
  public void accept(ConformanceCase testCase, Outcome outcome) {
    String caseGroup = testCase.name().substring(0, testCase.name().lastIndexOf('/'));
    if (!caseGroup.equals(group)) {
      endGroup();
      group = caseGroup;
    }
    groupSummary = groupSummary.plus(outcome);
    switch (outcome) {
      case Outcome.Passed _ -> {
        if (verbose) {
          out.println("pass  " + testCase.name());
        }
      }
      case Outcome.Skipped skipped -> {
        reasons.merge(skipped.reason(), 1, Integer::sum);
        if (verbose) {
          out.println("skip  " + testCase.name() + ": " + skipped.reason());
        }
      }
      case Outcome.Failed failed -> out.println("FAIL  " + testCase.name() + ": " + failed.error());
    }
  }

  void finish() {
    endGroup();
    reasons.forEach((reason, count) -> out.printf("skipped %d: %s%n", count, reason));
  }

  private void endGroup() {
    if (!group.isEmpty()) {
      out.printf("%-40s %s%n", group, groupSummary);
    }
    groupSummary = ConformanceSummary.NONE;
  }
}
