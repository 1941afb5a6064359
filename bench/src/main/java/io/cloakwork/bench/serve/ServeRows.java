package io.cloakwork.bench.serve;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.ServeOps;
import io.cloakwork.bench.result.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A report's figures as rows of results.
///
/// @param by whose code ran
/// @param workload the network's name in the rows
public record ServeRows(ServeReport report, Implementation by, String workload) {

  /// Of thousands of requests so many show the scatter.
  private static final int MOST_SAMPLES = 1000;

  private static final double MICROS_PER_MILLI = 1e3;
  private static final double MICROS = 1e6;

  /// What is paid once and what for every request.
  public List<BenchRow> all() {
    List<BenchRow> rows = new ArrayList<>(setUp());
    rows.addAll(requests());
    return rows;
  }

  /// What is paid once: a row for each stage, measured once, in a process that has just begun.
  private List<BenchRow> setUp() {
    List<BenchRow> rows = new ArrayList<>();
    for (SetUpStage stage : SetUpStage.values()) {
      double micros = Timing.visible(report.setUp().seconds(stage) * MICROS);
      rows.add(row(Kind.SETUP, stage.label(), 1, Timing.ofMicros(micros)));
    }
    return rows;
  }

  /// Requests of the steady state and their parts, those that bring keys of their own, and many at
  /// the same time.
  List<BenchRow> requests() {
    List<RequestTimes> steady = report.steady().requests();
    List<BenchRow> rows = new ArrayList<>();
    rows.add(
        request(ServeOps.ROUND_TRIP, steady, RequestTimes::roundTripMillis)
            .withSetup(report.setUp().seconds() * MICROS)
            .withPrecision(-Math.log(report.steady().largestError()) / Math.log(2)));
    for (RequestTimes.Part part : RequestTimes.Part.values()) {
      rows.add(request(part.label(), steady, each -> each.millis(part)));
    }
    rows.add(request(ServeOps.OVERHEAD, steady, RequestTimes::overheadMillis));
    rows.add(
        request(ServeOps.FIRST_REQUEST, report.naive(), naive -> naive.times().roundTripMillis()));
    rows.add(
        request(
            ServeOps.WITH_OWN_KEYS, report.naive(), naive -> naive.seconds() * MICROS_PER_MILLI));
    report
        .clients()
        .ifPresent(clients -> {
          rows.addAll(windows("one_client", clients.count(), clients.contest().baseline()));
          rows.addAll(windows("clients", clients.count(), clients.contest().contender()));
        });
    report
        .lanes()
        .ifPresent(lanes -> {
          rows.addAll(windows("one_at_a_time", 1, lanes.contest().baseline()));
          rows.addAll(windows("lanes", lanes.count(), lanes.contest().contender()));
        });
    return rows;
  }

  /// How long `batch` replies took in each window; nothing if one of the windows saw none.
  private List<BenchRow> windows(String op, int batch, List<Window> windows) {
    if (windows.stream().anyMatch(window -> window.perSecond() == 0)) {
      return List.of();
    }
    double[] micros =
        windows.stream().mapToDouble(window -> batch * MICROS / window.perSecond()).toArray();
    return List.of(row(Kind.SERVE, op, batch, Timing.ofMicros(micros)));
  }

  private <T> BenchRow request(String op, List<T> all, ToDoubleFunction<T> millis) {
    double[] micros =
        all.stream()
            .mapToDouble(each -> Timing.visible(millis.applyAsDouble(each) * MICROS_PER_MILLI))
            .toArray();
    return row(Kind.SERVE, op, 1, Timing.ofMicros(micros).withSamples(MOST_SAMPLES));
  }

  private BenchRow row(Kind kind, String op, int batch, Timing timing) {
    return BenchRow.of(
        kind,
        by,
        workload,
        op,
        ParameterFacts.of("N" + report.parameters().logN(), report.parameters()),
        batch,
        report.device().threads(),
        timing);
  }
}
