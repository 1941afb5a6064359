package io.cloakwork.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.SampleRuns;
import io.cloakwork.bench.result.Timing;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final double THRESHOLD = 0.05;

  /// Times around a median, as a machine that is not quite idle gives them.
  private static Timing around(double micros, double scatter, int runs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = micros * (1 + scatter * (random.nextDouble() - 0.5));
    }
    return Timing.ofMicros(times);
  }

  private static BenchRow row(String op, Timing timing) {
    return BenchRow.op(SampleRuns.by("cpu"), op, SampleRuns.parameters("P2", 14, 8), 1, 2, timing);
  }

  private static BenchRow foreign(ParameterFacts parameters, int threads, double micros) {
    return BenchRow.op(
        new Implementation("seal", "4.1", "", ""),
        "rotate",
        parameters,
        1,
        threads,
        Timing.ofMedian(micros, 20));
  }

  private static Comparison compare(BenchRow baseline, BenchRow candidate) {
    return Comparison.of(
        SampleRuns.run(List.of(baseline)), SampleRuns.run(List.of(candidate)), THRESHOLD);
  }

  private static Verdict verdict(Timing baseline, Timing candidate) {
    return compare(row("add", baseline), row("add", candidate))
        .pairs()
        .getFirst()
        .verdict(THRESHOLD);
  }

  @Test
  void verdictsFollowTheThresholdAndTheScatter() {
    Timing quiet = around(100, 0.02, 200, 1);
    assertThat(verdict(quiet, around(120, 0.02, 200, 2))).isEqualTo(Verdict.REGRESSION);
    assertThat(verdict(quiet, around(103, 0.02, 200, 2))).isEqualTo(Verdict.SAME);
    assertThat(verdict(quiet, around(80, 0.02, 200, 2))).isEqualTo(Verdict.FASTER);
    Timing wild = Timing.ofMicros(90, 95, 98, 107, 180, 190, 300);
    assertThat(verdict(quiet, wild)).isEqualTo(Verdict.UNSURE);
    assertThat(verdict(quiet, Timing.ofMedian(120, 9))).isEqualTo(Verdict.REGRESSION);
    assertThat(verdict(quiet, Timing.ofMedian(120, 3))).isEqualTo(Verdict.UNSURE);
    assertThat(verdict(quiet, Timing.ofMicros(50))).isEqualTo(Verdict.SAME);
  }

  /// Of intervals with 95 % confidence about one in twenty misses the true ratio.
  @Test
  void intervalsContainTheTrueRatioAboutAsOftenAsTheySay() {
    int hits = 0;
    int trials = 200;
    for (int i = 0; i < trials; i++) {
      Ratio ratio = Ratio.of(around(100, 0.4, 60, 2L * i), around(130, 0.4, 60, 2L * i + 1));
      Ratio.Interval interval = ratio.interval().orElseThrow();
      assertThat(ratio.value()).isBetween(interval.low(), interval.high());
      hits += interval.low() <= 1.3 && interval.high() >= 1.3 ? 1 : 0;
    }
    assertThat(hits / (double) trials).isBetween(0.88, 0.995);
  }

  @Test
  void withoutSamplesThereIsNoInterval() {
    assertThat(Ratio.of(Timing.ofMedian(10, 5), Timing.ofMicros(1, 2, 3, 4, 5)).interval())
        .isEmpty();
    assertThat(Ratio.of(Timing.ofMicros(1, 2, 3, 4), Timing.ofMicros(1, 2, 3, 4, 5)).interval())
        .isEmpty();
  }

  @Test
  void otherWorkIsNeverCalledSlowerOrFaster() {
    BenchRow ours = row("rotate", Timing.ofMedian(1500, 100)).withPrecision(23);
    ParameterFacts sealChain = SampleRuns.parameters("N14", 13, 7);
    Comparison found = compare(ours, foreign(sealChain, 1, 9000));
    Pair pair = found.pairs().getFirst();
    assertThat(pair.verdict(THRESHOLD)).isEqualTo(Verdict.DIFFERENT_WORK);
    assertThat(pair.likeness().differences())
        .extracting(Difference::toString)
        .containsExactly("logN 14 against 13", "limbs 8 against 7", "threads 2 against 1");
    assertThat(pair.likeness().unstated()).containsExactly("precision bits");
    assertThat(found.geometricMean()).isEmpty();
  }

  @Test
  void lostPrecisionIsADifference() {
    BenchRow before = row("rotate", Timing.ofMedian(1500, 100)).withPrecision(23);
    BenchRow after = row("rotate", Timing.ofMedian(1000, 100)).withPrecision(18.5);
    assertThat(compare(before, after).pairs(Verdict.DIFFERENT_WORK)).hasSize(1);
    assertThat(compare(before, before.withPrecision(22)).pairs(Verdict.SAME)).hasSize(1);
  }

  @Test
  void ofUnknownParametersTheNameDecides() {
    BenchRow unknown = foreign(ParameterFacts.named("P2"), 2, 12_000);
    Comparison named = compare(unknown, row("rotate", Timing.ofMedian(1500, 9)));
    assertThat(named.pairs(Verdict.FASTER)).hasSize(1);
    assertThat(named.pairs().getFirst().likeness().unstated())
        .containsExactly("logN", "logQP", "limbs", "dnum", "logScale");
    BenchRow other = foreign(ParameterFacts.named("P3"), 2, 12_000);
    assertThat(compare(other, row("rotate", Timing.ofMedian(1500, 9))).pairs())
        .extracting(pair -> pair.verdict(THRESHOLD))
        .containsExactly(Verdict.DIFFERENT_WORK);
  }

  @Test
  void rowsFindTheirOwnKindAndTheRestIsListed() {
    BenchRow cpu = row("add", Timing.ofMedian(10, 5));
    BenchRow opencl =
        BenchRow.op(SampleRuns.by("opencl"), "add", cpu.parameters(), 1, 2, Timing.ofMedian(40, 5));
    BenchRow gone = row("square", Timing.ofMedian(10, 5));
    BenchRow added = row("rescale", Timing.ofMedian(10, 5));
    Comparison found =
        Comparison.of(
            SampleRuns.run(List.of(gone, opencl, cpu)),
            SampleRuns.run(List.of(cpu, opencl, added)),
            THRESHOLD);
    assertThat(found.pairs()).allMatch(pair -> pair.ratio().value() == 1).hasSize(2);
    assertThat(found.onlyInBaseline()).containsExactly(gone);
    assertThat(found.onlyInCandidate()).containsExactly(added);
    assertThat(found.geometricMean().orElseThrow()).isCloseTo(1, within(1e-12));
  }

  /// Figures of another library stand beside those of every backend.
  @Test
  void anotherLibraryIsComparedWithAll() {
    BenchRow cpu = row("rotate", Timing.ofMedian(10, 5));
    BenchRow opencl =
        BenchRow.op(
            SampleRuns.by("opencl"), "rotate", cpu.parameters(), 1, 2, Timing.ofMedian(40, 5));
    BenchRun seal = BenchRun.ofRows(List.of(foreign(cpu.parameters(), 2, 20)));
    Comparison found = Comparison.of(seal, SampleRuns.run(List.of(cpu, opencl)), THRESHOLD);
    assertThat(found.pairs()).extracting(pair -> pair.ratio().value()).containsExactly(0.5, 2.0);
    assertThat(found.notes()).containsExactly("the baseline does not say where it was measured");
  }
}
