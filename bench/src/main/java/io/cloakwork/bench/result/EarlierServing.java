package io.cloakwork.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Reports of what serving costs from before they had rows: medians under names of their own, which
/// become the rows that such a report has now.
final class EarlierServing {

  private static final String STEADY = "steadyState";
  private static final int MOST = 1_000_000_000;
  private static final double MICROS = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /// @param field that the report had for it
  private record Stage(String field, String op) {}

  /// Making keys included serialising them.
  private static final List<Stage> STAGES =
      List.of(
          new Stage("compile", "compile"),
          new Stage("weightEncoding", "weight_encoding"),
          new Stage("keyGeneration", "key_generation_and_serialising"),
          new Stage("upload", "upload"),
          new Stage("loadToDevice", "loading"));

  private final Fields head;
  private final Implementation by;
  private final ParameterFacts parameters;
  private final int threads;
  private final List<BenchRow> rows = new ArrayList<>();

  /// @param head of the document
  EarlierServing(Fields head, RowReader.Defaults defaults) {
    this.head = head;
    Fields machine = head.object("machine");
    this.by =
        new Implementation(
            defaults.by().library(),
            defaults.by().version(),
            defaults.by().backend(),
            machine.textOr("processor", ""));
    ParameterFacts facts = defaults.parameters();
    String ring = facts.logN().isPresent() ? "N" + facts.logN().getAsInt() : "";
    this.parameters = facts.withName(ring);
    // Such reports were made on all cores.
    this.threads = machine.optionalInteger("cores", 1, MOST).orElse(1);
  }

  /// Whether a document without rows is such a report.
  static boolean isIn(JsonNode document) {
    return document.has(STEADY) && document.has("network");
  }

  List<BenchRow> rows() {
    Fields setUp = head.object("setup");
    for (Stage stage : STAGES) {
      add(Kind.SETUP, stage.op(), 1, Timing.ofMedian(micros(setUp, stage.field(), MICROS), 1));
    }
    requests();
    if (head.has("clients")) {
      Fields clients = head.object("clients");
      int count = clients.integer("clients", 1, MOST);
      rate(clients, "oneClientPerSecond", "one_client", count);
      rate(clients, "allClientsPerSecond", "clients", count);
    }
    if (head.has("coalescing")) {
      Fields lanes = head.object("coalescing");
      rate(lanes, "imagesPerSecondOneAtATime", "one_at_a_time", 1);
      rate(lanes, "imagesPerSecondCoalesced", "lanes", lanes.integer("lanes", 1, MOST));
    }
    return rows;
  }

  private void requests() {
    Fields steady = head.object(STEADY);
    int requests = steady.integer("requests", 1, MOST);
    add(ServeOps.ROUND_TRIP, distribution(steady.object("roundTripMillis"), requests));
    Fields parts = steady.object("medianMillis");
    for (String part : ServeOps.PARTS) {
      add(part, Timing.ofMedian(micros(parts, part, MICROS_PER_MILLI), requests));
    }
    add(ServeOps.OVERHEAD, distribution(steady.object("overheadMillis"), requests));
    Fields naive = head.object("naive");
    int fresh = naive.integer("requests", 1, MOST);
    add(ServeOps.FIRST_REQUEST, Timing.ofMedian(micros(naive, "request", MICROS), fresh));
    add(ServeOps.WITH_OWN_KEYS, Timing.ofMedian(micros(naive, "secondsPerRequest", MICROS), fresh));
  }

  /// How long so many replies took.
  private void rate(Fields contest, String field, String op, int batch) {
    double micros = batch * MICROS / contest.positive(field);
    add(Kind.SERVE, op, batch, Timing.ofMedian(micros, contest.integer("rounds", 1, MOST)));
  }

  private static Timing distribution(Fields millis, int runs) {
    return new Timing(
        micros(millis, "p50", MICROS_PER_MILLI),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(micros(millis, "p90", MICROS_PER_MILLI)),
        runs,
        List.of());
  }

  private static double micros(Fields from, String field, double unit) {
    double value =
        from.optionalNumber(field).orElseThrow(() -> from.complaint(field, "is missing"));
    return Timing.visible(value * unit);
  }

  private void add(String op, Timing timing) {
    add(Kind.SERVE, op, 1, timing);
  }

  private void add(Kind kind, String op, int batch, Timing timing) {
    rows.add(BenchRow.of(kind, by, head.text("network"), op, parameters, batch, threads, timing));
  }
}
