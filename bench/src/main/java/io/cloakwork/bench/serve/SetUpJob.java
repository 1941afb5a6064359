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

/// What is paid before the first request of one network, on one device.
///
/// @param network its name in reports
/// @param rounds how often each stage is measured
/// @param version of this library
public record SetUpJob(
    DeviceTarget target, String network, NetworkSource source, int rounds, String version)
    implements Job {

  private static final double SECONDS_PER_ROUND = 3;
  private static final double MICROS = 1e6;

  @Override
  public String title() {
    return network + " set-up";
  }

  @Override
  public String kind() {
    return "setup";
  }

  @Override
  public double expectedSeconds() {
    return SECONDS_PER_ROUND * rounds;
  }

  @Override
  public List<BenchRow> run(OpenDevice device, JobListener listener) throws IOException {
    listener.doing("a service and clients with fresh keys");
    ServeDevice service = ServeDevice.of(target);
    SetUpBenchmark.Result result =
        new SetUpBenchmark(source, service, device.device(), rounds, listener::done).run();
    ParameterFacts parameters =
        ParameterFacts.of("N" + result.parameters().logN(), result.parameters());
    List<BenchRow> rows = new ArrayList<>();
    result
        .seconds()
        .forEach((stage, seconds) -> {
          double[] micros = seconds.stream().mapToDouble(each -> each * MICROS).toArray();
          rows.add(
              BenchRow.of(
                  Kind.SETUP,
                  device.implementation(version),
                  network,
                  stage.label(),
                  parameters,
                  1,
                  device.threads(),
                  Timing.ofMicros(micros)));
        });
    return rows;
  }
}
