package io.cloakwork.bench.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Runs for tests, small and complete.
public final class SampleRuns {

  public static final Peaks PEAKS = new Peaks(2e9, 1e10, "measured");

  private SampleRuns() {}

  /// The parameters of preset P2, without asking the scheme.
  public static ParameterFacts parameters(String name, int logN, int limbs) {
    return new ParameterFacts(
        name,
        OptionalInt.of(logN),
        OptionalDouble.of(430.25),
        OptionalInt.of(limbs),
        OptionalInt.of(4),
        OptionalDouble.of(40),
        OptionalInt.of(128));
  }

  public static Implementation by(String backend) {
    return new Implementation("cloakwork", "0.1.0", backend, "A test processor");
  }

  /// A row with everything that a row can have.
  public static BenchRow full() {
    return BenchRow.of(
            Kind.LAYER,
            by("cpu"),
            "m1, \"small\"",
            "conv1",
            parameters("P2", 14, 8),
            16,
            2,
            Timing.ofMicros(410.5, 400.25, 430, 420, 415))
        .withLevel(5)
        .withPrecision(23.5)
        .withSetup(1.5e6)
        .withFloor(Floor.of(200_000, 1_500_000, PEAKS));
  }

  public static BenchRun run(List<BenchRow> rows) {
    return new BenchRun(
        "cloakwork",
        "0.1.0",
        "abc1234",
        Optional.of(Instant.parse("2026-11-21T12:00:00Z")),
        List.of("bench", "ops"),
        List.of("-Xmx8g"),
        Optional.of(
            new Machine("A test processor", 2, 24L << 30, 8L << 30, 512, 0.25, "Linux", "JDK 25")),
        List.of(
            new MeasuredDevice(
                "cpu", "A test processor", 2, 24L << 30, "", Map.of("vector", "512"))),
        rows);
  }
}
