package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.ParameterFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// In how far two rows measured the same work.
///
/// @param differences what both state, and differently
/// @param unstated fields that only one of them states, so that nobody can tell
public record Likeness(List<Difference> differences, List<String> unstated) {

  /// Chains of the same shape differ by fractions of a bit, as their primes do.
  private static final double SAME_MODULUS_BITS = 1;

  private static final double SAME_SCALE_BITS = 0.5;

  /// The largest of thousands of errors varies by about a bit from run to run.
  private static final double SAME_PRECISION_BITS = 2;

  public Likeness {
    differences = List.copyOf(differences);
    unstated = List.copyOf(unstated);
  }

  /// Whether nothing is known in which the two differ.
  public boolean isSameWork() {
    return differences.isEmpty();
  }

  /// Compares two rows of the same operation.
  static Likeness of(BenchRow baseline, BenchRow candidate) {
    Finder finder = new Finder();
    finder.parameters(
        baseline.parameters(), baseline.limbs(), candidate.parameters(), candidate.limbs());
    finder.count("threads", of(baseline.threads()), of(candidate.threads()));
    finder.count("batch", of(baseline.batch()), of(candidate.batch()));
    finder.number(
        "precision bits", baseline.precisionBits(), candidate.precisionBits(), SAME_PRECISION_BITS);
    return new Likeness(finder.differences, finder.unstated);
  }

  /// Compares two parameter sets.
  public static Likeness of(ParameterFacts baseline, ParameterFacts candidate) {
    Finder finder = new Finder();
    finder.parameters(baseline, baseline.limbs(), candidate, candidate.limbs());
    return new Likeness(finder.differences, finder.unstated);
  }

  private static OptionalInt of(int value) {
    return OptionalInt.of(value);
  }

  /// Collects what differs.
  private static final class Finder {
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> unstated = new ArrayList<>();

    void add(String field, String baseline, String candidate) {
      differences.add(new Difference(field, baseline, candidate));
    }

    void parameters(
        ParameterFacts ours, OptionalInt ourLimbs, ParameterFacts theirs, OptionalInt theirLimbs) {
      count("logN", ours.logN(), theirs.logN());
      number("logQP", ours.logQP(), theirs.logQP(), SAME_MODULUS_BITS);
      count("limbs", ourLimbs, theirLimbs);
      count("dnum", ours.digitCount(), theirs.digitCount());
      number("logScale", ours.logScale(), theirs.logScale(), SAME_SCALE_BITS);
      // Where one side gives no ring, the names of the sets are all there is to go by.
      boolean unknown = ours.logN().isEmpty() || theirs.logN().isEmpty();
      if (unknown && !ours.name().equals(theirs.name())) {
        add("params", ours.name(), theirs.name());
      }
    }

    void count(String field, OptionalInt baseline, OptionalInt candidate) {
      if (baseline.isEmpty() || candidate.isEmpty()) {
        unstated(field, baseline.isPresent() != candidate.isPresent());
      } else if (baseline.getAsInt() != candidate.getAsInt()) {
        add(field, Integer.toString(baseline.getAsInt()), Integer.toString(candidate.getAsInt()));
      }
    }

    void number(String field, OptionalDouble baseline, OptionalDouble candidate, double tolerance) {
      if (baseline.isEmpty() || candidate.isEmpty()) {
        unstated(field, baseline.isPresent() != candidate.isPresent());
      } else if (Math.abs(baseline.getAsDouble() - candidate.getAsDouble()) > tolerance) {
        add(field, shown(baseline.getAsDouble()), shown(candidate.getAsDouble()));
      }
    }

    private void unstated(String field, boolean byOne) {
      if (byOne) {
        unstated.add(field);
      }
    }

    private static String shown(double value) {
      double rounded = Math.rint(value * 10) / 10;
      return rounded % 1 == 0 ? Long.toString((long) rounded) : Double.toString(rounded);
    }
  }
}
