package io.cloakwork.bench.run;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs jobs one after the other.
public final class BenchSuite {

  private final BenchDevices devices;
  private final BenchListener listener;

  /// @param devices stays the caller's
  public BenchSuite(BenchDevices devices, BenchListener listener) {
    this.devices = devices;
    this.listener = listener;
  }

  /// The rows of all jobs, in their order. What does not fit into a device's memory, and networks
  /// that cannot be compiled as they were asked for, are told as notes and passed over while others
  /// are left; where nothing at all could be measured, the first reason is thrown.
  ///
  /// @param jobs those for one device next to each other
  /// @throws io.cloakwork.spi.device.BackendUnavailableException before anything is measured, if
  ///   one of the devices is not there
  public List<BenchRow> run(List<? extends Job> jobs) throws IOException, InterruptedException {
    jobs.stream().map(Job::target).distinct().forEach(DeviceTarget::requireAvailable);
    Forecast forecast = new Forecast(List.copyOf(jobs), System::nanoTime);
    List<BenchRow> rows = new ArrayList<>();
    RuntimeException first = null;
    for (Job job : jobs) {
      forecast.begin();
      try {
        OpenDevice device = devices.open(job.target(), listener);
        rows.addAll(job.run(device, listener(job, forecast)));
      } catch (DeviceOutOfMemoryException | CompileException e) {
        first = first == null ? e : first;
        listener.note("%s on %s: %s".formatted(job.title(), job.target(), e.getMessage()));
      }
      forecast.end();
      listener.progress(forecast.partDone(), forecast.remaining());
    }
    if (rows.isEmpty() && first != null) {
      throw first;
    }
    return rows;
  }

  private Job.JobListener listener(Job job, Forecast forecast) {
    return new Job.JobListener() {
      @Override
      public void doing(String what) {
        listener.doing("%s, %s: %s".formatted(job.target(), job.title(), what));
      }

      @Override
      public void done(double part) {
        forecast.done(part);
        listener.progress(forecast.partDone(), forecast.remaining());
      }

      @Override
      public void note(String sentence) {
        listener.note("%s on %s: %s".formatted(job.title(), job.target(), sentence));
      }

      @Override
      public void doubt(String sentence) {
        listener.doubt("%s on %s: %s".formatted(job.title(), job.target(), sentence));
      }
    };
  }
}
