package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the rows of two runs that belong together.
final class Matching {

  /// What must be equal for two rows to be worth a ratio at all.
  private record Subject(Kind kind, String workload, String op) {
    static Subject of(BenchRow row) {
      return new Subject(row.kind(), row.workload(), row.op());
    }
  }

  /// Whose figures they are, without versions and machines, which may well be what is compared.
  private record Origin(String library, String backend) {
    static Origin of(Implementation by) {
      return new Origin(by.library(), by.backend());
    }
  }

  private record Partner(BenchRow row, Likeness likeness) {}

  private final BenchRun baseline;
  private final BenchRun candidate;
  private final Map<Subject, List<BenchRow>> candidates;
  private final Set<Origin> origins;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<BenchRow> alone = new ArrayList<>();
  private final Set<BenchRow> taken = Collections.newSetFromMap(new IdentityHashMap<>());

  Matching(BenchRun baseline, BenchRun candidate) {
    this.baseline = baseline;
    this.candidate = candidate;
    candidates = candidate.rows().stream().collect(Collectors.groupingBy(Subject::of));
    origins = candidate.rows().stream().map(row -> Origin.of(row.by())).collect(Collectors.toSet());
  }

  /// Pairs rows of the same work, all with all, and then the others, each with at most one that is
  /// nobody's partner yet.
  Comparison compare(double threshold) {
    List<BenchRow> unlike = new ArrayList<>();
    for (BenchRow row : baseline.rows()) {
      List<Partner> same =
          partners(row).stream().filter(partner -> partner.likeness().isSameWork()).toList();
      same.forEach(partner -> pair(row, partner));
      if (same.isEmpty()) {
        unlike.add(row);
      }
    }
    for (BenchRow row : unlike) {
      nearest(row).ifPresentOrElse(partner -> pair(row, partner), () -> alone.add(row));
    }
    List<BenchRow> left = candidate.rows().stream().filter(row -> !taken.contains(row)).toList();
    return new Comparison(baseline, candidate, threshold, pairs, alone, left);
  }

  private List<Partner> partners(BenchRow row) {
    Origin origin = Origin.of(row.by());
    return candidates.getOrDefault(Subject.of(row), List.of()).stream()
        .filter(other -> !origins.contains(origin) || Origin.of(other.by()).equals(origin))
        .map(other -> new Partner(other, Likeness.of(row, other)))
        .toList();
  }

  private Optional<Partner> nearest(BenchRow row) {
    return partners(row).stream()
        .filter(partner -> !taken.contains(partner.row()))
        .min(Comparator.comparingInt(partner -> partner.likeness().differences().size()));
  }

  private void pair(BenchRow row, Partner partner) {
    pairs.add(Pair.of(row, partner.row(), partner.likeness()));
    taken.add(partner.row());
  }
}
