package io.cloakwork.bench.serve;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.run.OpenDevice;
import java.io.IOException;
import java.util.List;

/// A service and its clients, with rows for requests; what they pay once has a job of its own.
///
/// @see SetUpJob
///
/// @param network its name in reports
/// @param version of this library
public record ServeJob(
    DeviceTarget target, String network, NetworkSource source, ServeLoad load, String version)
    implements Job {

  private static final double SET_UP_SECONDS = 10;
  private static final double SECONDS_PER_STEP = 0.5;

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
    ServeDevice service = ServeDevice.of(target);
    ServeReport report = new ServeBenchmark(source, service, load, steps(listener)).run();
    return new ServeRows(report, device.implementation(version), network).requests();
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
