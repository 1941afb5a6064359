package io.cloakwork.bench.device;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.device.ForwardingDevice;
import io.cloakwork.spi.device.ForwardingExecutable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device that tells what is submitted to it, when it is asked to watch.
public final class ObservedDevice extends ForwardingDevice {

  /// A submission.
  ///
  /// @param graph what ran
  /// @param report of the executable
  /// @param completion its end
  public record Submission(CommandGraph graph, ExecutableReport report, Completion completion) {}

  /// What is submitted goes here; null while nobody watches.
  private volatile Queue<Submission> submissions;

  /// Watches `device`, which it closes when it is closed.
  public ObservedDevice(Device device) {
    super(device);
  }

  /// What is submitted, by any thread, while `work` runs, in order.
  public List<Submission> during(Runnable work) {
    Queue<Submission> watched = new ConcurrentLinkedQueue<>();
    submissions = watched;
    try {
      work.run();
    } finally {
      submissions = null;
    }
    return List.copyOf(watched);
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    return new Observed(super.compile(graph, reuse));
  }

  private final class Observed extends ForwardingExecutable {

    Observed(Executable executable) {
      super(executable);
    }

    @Override
    public Completion submit(Bindings bindings, Completion... waits) {
      Completion completion = super.submit(bindings, waits);
      Queue<Submission> watched = submissions;
      if (watched != null) {
        watched.add(new Submission(graph(), report(), completion));
      }
      return completion;
    }
  }
}
