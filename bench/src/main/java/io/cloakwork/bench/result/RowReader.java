package io.cloakwork.bench.result;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Takes rows from JSON objects, ours and the neutral ones, which are ours with fewer fields.
final class RowReader {

  private static final int MAX_COUNT = 1_000_000_000;
  private static final int MAX_SAMPLES = 100_000;
  private static final int MAX_LIMBS = 1000;
  private static final double MAX_MICROS = 1e13; // four months
  private static final double LIKE = 1.001;

  /// What rows of a document say only once, in its head.
  ///
  /// @param by for rows that do not say whose they are
  /// @param parameters for rows with the same name of parameters and no details
  record Defaults(Implementation by, ParameterFacts parameters) {
    static final Defaults NONE =
        new Defaults(new Implementation("", "", "", ""), ParameterFacts.named(""));
  }

  private final Fields row;
  private final Defaults defaults;

  private RowReader(Fields row, Defaults defaults) {
    this.row = row;
    this.defaults = defaults;
  }

  /// @throws ResultFormatException if a field is missing, of another type or out of range
  static BenchRow read(Fields row, Defaults defaults) {
    return new RowReader(row, defaults).read();
  }

  private BenchRow read() {
    return new BenchRow(
        kind(),
        implementation(),
        row.textOr("workload", ""),
        row.text("op"),
        parameters(),
        row.optionalInteger("level", 0, MAX_LIMBS),
        row.optionalInteger("batch", 1, MAX_COUNT).orElse(1),
        row.integer("threads", 1, MAX_COUNT),
        timing(),
        row.optionalNumber("precision_bits"),
        optionalMicros("setup_us"),
        floor());
  }

  private Kind kind() {
    String label = row.textOr("kind", Kind.OP.label());
    return Kind.labelled(label)
        .orElseThrow(() ->
            row.complaint(
                "kind",
                "is '%s', none of %s"
                    .formatted(label, List.of(Kind.values()).stream().map(Kind::label).toList())));
  }

  private Implementation implementation() {
    String library =
        defaults.by().library().isEmpty()
            ? row.text("library")
            : row.textOr("library", defaults.by().library());
    return new Implementation(
        library,
        row.textOr("version", defaults.by().version()),
        row.textOr("backend", defaults.by().backend()),
        row.textOr("device", defaults.by().device()));
  }

  /// `params` is a name, or an object with a name and everything else, which may also be in
  /// `parameters` beside the name.
  private ParameterFacts parameters() {
    if (row.hasObject("params")) {
      Fields facts = row.object("params");
      return parameters(facts.text("name"), facts);
    }
    String name = row.text("params");
    if (!row.has("parameters") && name.equals(defaults.parameters().name())) {
      return defaults.parameters();
    }
    return parameters(name, row.object("parameters"));
  }

  /// Takes a parameter set; `dnum`, `scale` and `levels` stand for `digitCount`, `logScale` and
  /// `limbs`, as other libraries and the first version of this format have them.
  static ParameterFacts parameters(String name, Fields facts) {
    OptionalInt digits = facts.optionalInteger("digitCount", 1, MAX_LIMBS);
    OptionalInt levels = facts.optionalInteger("levels", 0, MAX_LIMBS);
    OptionalInt limbs = facts.optionalInteger("limbs", 1, MAX_LIMBS);
    OptionalDouble logScale = facts.optionalPositive("logScale");
    OptionalDouble scale = facts.optionalPositive("scale");
    boolean fromLevels = limbs.isEmpty() && levels.isPresent();
    boolean fromScale = logScale.isEmpty() && scale.isPresent();
    return new ParameterFacts(
        name,
        facts.optionalInteger("logN", 1, 30),
        facts.optionalPositive("logQP"),
        fromLevels ? OptionalInt.of(levels.getAsInt() + 1) : limbs,
        digits.isPresent() ? digits : facts.optionalInteger("dnum", 1, MAX_LIMBS),
        fromScale ? OptionalDouble.of(log2(scale.getAsDouble())) : logScale,
        facts.optionalInteger("securityBits", 0, 10_000));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private Timing timing() {
    List<Double> samples = row.positives("samples_us", MAX_SAMPLES);
    Timing timing =
        new Timing(
            micros("median_us"),
            optionalMicros("min_us"),
            optionalMicros("p10_us"),
            optionalMicros("p90_us"),
            row.integer("runs", 1, MAX_COUNT),
            samples);
    if (samples.size() > timing.runs()) {
      throw row.complaint(
          "samples_us",
          "has %d entries, more than the %d runs".formatted(samples.size(), timing.runs()));
    }
    requireAmongSamples(timing);
    return timing;
  }

  /// A median outside what was measured is a mistake of whoever wrote the row, most often of units.
  private void requireAmongSamples(Timing timing) {
    if (timing.samplesMicros().isEmpty()) {
      return;
    }
    double least = timing.samplesMicros().stream().min(Double::compare).orElseThrow();
    double most = timing.samplesMicros().stream().max(Double::compare).orElseThrow();
    if (timing.medianMicros() < least / LIKE || timing.medianMicros() > most * LIKE) {
      throw row.complaint(
          "median_us",
          "is %s, but the samples lie in [%s, %s]".formatted(timing.medianMicros(), least, most));
    }
  }

  private double micros(String field) {
    return limited(field, row.positive(field));
  }

  private OptionalDouble optionalMicros(String field) {
    OptionalDouble value = row.optionalPositive(field);
    return value.isEmpty() ? value : OptionalDouble.of(limited(field, value.getAsDouble()));
  }

  private double limited(String field, double micros) {
    if (micros > MAX_MICROS) {
      throw row.complaint(field, "is %s, more than %s".formatted(micros, MAX_MICROS));
    }
    return micros;
  }

  private Optional<Floor> floor() {
    OptionalDouble micros = optionalMicros("floor_us");
    if (micros.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong operations = row.optionalCount("modular_operations", 0, Long.MAX_VALUE);
    OptionalLong bytes = row.optionalCount("bytes", 0, Long.MAX_VALUE);
    return Optional.of(new Floor(micros.getAsDouble(), operations, bytes, peaks()));
  }

  private Optional<Peaks> peaks() {
    if (!row.has("peaks")) {
      return Optional.empty();
    }
    Fields peaks = row.object("peaks");
    return Optional.of(
        new Peaks(
            peaks.positive("modularOperationsPerSecond"),
            peaks.positive("bytesPerSecond"),
            peaks.textOr("source", "")));
  }
}
