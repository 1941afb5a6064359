package io.cloakwork.bench.ops;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.ParameterFacts;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.run.OpenDevice;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.ckks.Parameters;
import java.util.List;

/// The operations of one parameter set, with one size of batch, on one device.
///
/// @param preset the name of `parameters`
/// @param version of this library
public record OpsJob(
    DeviceTarget target,
    String preset,
    Parameters parameters,
    Selection selection,
    int batch,
    Effort effort,
    String version)
    implements Job {

  /// Warming up takes about half as long as what follows.
  private static final double WITH_WARM_UP = 1.5;

  // Keys and data, for 2^13 words and 4 primes; in proportion for others.
  private static final double SET_UP_SECONDS = 0.3;
  private static final double SMALL_POLYNOMIAL = 1 << 15;

  @Override
  public String title() {
    return batch == 1 ? preset : "%s, batch %d".formatted(preset, batch);
  }

  @Override
  public String kind() {
    return "ops";
  }

  @Override
  public double expectedSeconds() {
    double words = (double) parameters.degree() * parameters.chain().chainQ().size() * batch;
    double timed = selection.rows(batch) * effort.each().toNanos() * 1e-9 * WITH_WARM_UP;
    return timed + SET_UP_SECONDS * words / SMALL_POLYNOMIAL;
  }

  @Override
  public List<BenchRow> run(OpenDevice device, JobListener listener) {
    listener.doing("keys and data, then every operation in turns");
    OpsBenchmark benchmark = new OpsBenchmark(parameters, device.device(), selection, batch);
    OpsBenchmark.Results results = benchmark.run(effort, listener::done);
    results.refused().forEach(listener::note);
    return device.withinLimits(
        () -> results.measurements().stream().map(each -> row(each, device)).toList(), listener);
  }

  private BenchRow row(Measurement measured, OpenDevice device) {
    Implementation by = device.implementation(version);
    ParameterFacts facts = ParameterFacts.of(preset, parameters);
    BenchRow timed =
        BenchRow.op(
            by, measured.op(), facts, measured.batch(), device.threads(), measured.timing());
    BenchRow row =
        measured.precisionBits().isPresent()
            ? timed.withPrecision(measured.precisionBits().getAsDouble())
            : timed;
    return device.floor(List.of(measured.work())).map(row::withFloor).orElse(row);
  }
}
