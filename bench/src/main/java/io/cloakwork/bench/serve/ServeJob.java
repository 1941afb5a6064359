package io.cloakwork.bench.serve;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.run.OpenDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A service and its clients, with rows for the requests of the steady state and for those that
/// bring keys of their own.
///
/// @param network its name in reports
/// @param version of this library
public record ServeJob(
    DeviceTarget target, String network, NetworkSource source, ServeLoad load, String version)
    implements Job {

  private static final double SET_UP_SECONDS = 10;
  private static final double SECONDS_PER_STEP = 0.5;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double MICROS = 1e6;

  @Override
  public String title() {
    return network + " served";
  }

  @Override
  public String kind() {
    return "serve";
  }

  @Override
  public double expectedSeconds() {
    return SET_UP_SECONDS + SECONDS_PER_STEP * ServeBenchmark.steps(load);
  }

  @Override
  public List<BenchRow> run(OpenDevice device, JobListener listener)
      throws IOException, InterruptedException {
    ServeDevice service = new ServeDevice(target.backend(), target.index(), target.threads());
    ServeReport report = new ServeBenchmark(source, service, load, steps(listener)).run();
    List<RequestTimes> requests = report.steady().requests();
    List<BenchRow> rows = new ArrayList<>();
    BenchRow roundTrip = row(report, device, "round_trip", requests, RequestTimes::roundTripMillis);
    rows.add(
        roundTrip
            .withSetup(report.setUp().seconds() * MICROS)
            .withPrecision(-Math.log(report.steady().largestError()) / Math.log(2)));
    for (RequestTimes.Part part : RequestTimes.Part.values()) {
      rows.add(row(report, device, part.label(), requests, each -> each.millis(part)));
    }
    rows.add(
        row(
            report,
            device,
            "with_own_keys",
            report.naive(),
            naive -> naive.seconds() * MICROS_PER_MILLI));
    return rows;
  }

  private <T> BenchRow row(
      ServeReport report, OpenDevice device, String op, List<T> all, ToDoubleFunction<T> millis) {
    // A part may take no time at all, or so little that the two clocks disagree on its sign.
    double[] micros =
        all.stream()
            .mapToDouble(each -> Math.max(1e-3, millis.applyAsDouble(each) * MICROS_PER_MILLI))
            .toArray();
    return BenchRow.of(
        Kind.SERVE,
        device.implementation(version),
        network,
        op,
        ParameterFacts.of("N" + report.parameters().logN(), report.parameters()),
        1,
        device.threads(),
        Timing.ofMicros(micros));
  }

  private ServeListener steps(JobListener listener) {
    double steps = ServeBenchmark.steps(load);
    return new ServeListener() {
      private int taken;

      @Override
      public void doing(String what) {
        listener.doing(what);
      }

      @Override
      public void step() {
        taken++;
        listener.done(taken / steps);
      }
    };
  }
}
