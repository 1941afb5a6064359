package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/// Two runs beside each other.
///
/// @param threshold by which the candidate may be slower, for instance 0.05
/// @param pairs rows of the same operation in the baseline's order: first all that measured the
///   same work, then for each row without such a partner the one that is the most alike
/// @param onlyInBaseline rows without a partner
/// @param onlyInCandidate rows without a partner
public record Comparison(
    BenchRun baseline,
    BenchRun candidate,
    double threshold,
    List<Pair> pairs,
    List<BenchRow> onlyInBaseline,
    List<BenchRow> onlyInCandidate) {

  public Comparison {
    pairs = List.copyOf(pairs);
    onlyInBaseline = List.copyOf(onlyInBaseline);
    onlyInCandidate = List.copyOf(onlyInCandidate);
  }

  /// Finds the rows that belong together. A row is compared with rows of the same library and
  /// backend if the other run has any, otherwise with those of every other.
  public static Comparison of(BenchRun baseline, BenchRun candidate, double threshold) {
    return new Matching(baseline, candidate).compare(threshold);
  }

  /// The pairs of that verdict.
  public List<Pair> pairs(Verdict verdict) {
    return pairs.stream().filter(pair -> pair.verdict(threshold) == verdict).toList();
  }

  /// The geometric mean of the ratios of rows that measured the same work; empty if there are none.
  public OptionalDouble geometricMean() {
    OptionalDouble mean =
        pairs.stream()
            .filter(pair -> pair.likeness().isSameWork())
            .mapToDouble(pair -> Math.log(pair.ratio().value()))
            .average();
    return mean.isEmpty() ? mean : OptionalDouble.of(Math.exp(mean.getAsDouble()));
  }

  /// What is different between the runs as a whole, in sentences: machines, and Java.
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (baseline.machine().isEmpty() || candidate.machine().isEmpty()) {
      notes.add(
          "%s not say where it was measured"
              .formatted(
                  baseline.machine().isPresent()
                      ? "the candidate does"
                      : candidate.machine().isPresent()
                          ? "the baseline does"
                          : "neither the baseline nor the candidate does"));
      return notes;
    }
    Machine ours = baseline.machine().get();
    Machine theirs = candidate.machine().get();
    note(notes, "processors", ours.processor(), theirs.processor());
    note(notes, "numbers of cores", ours.cores(), theirs.cores());
    note(notes, "systems", ours.system(), theirs.system());
    note(notes, "Java runtimes", ours.jdk(), theirs.jdk());
    note(notes, "flags", baseline.flags(), candidate.flags());
    return notes;
  }

  private static void note(List<String> notes, String what, Object ours, Object theirs) {
    if (!Objects.equals(ours, theirs)) {
      notes.add("different %s: %s against %s".formatted(what, ours, theirs));
    }
  }
}
