package io.cloakwork.bench.device;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device that tells what is submitted to it, when it is asked to watch.
public final class ObservedDevice implements Device {

  /// A submission.
  ///
  /// @param graph what ran
  /// @param report of the executable
  /// @param completion its end
  public record Submission(CommandGraph graph, ExecutableReport report, Completion completion) {}

  private final Device device;

  /// What is submitted goes here; null while nobody watches.
  private volatile Queue<Submission> submissions;

  /// Watches `device`, which it closes when it is closed.
  public ObservedDevice(Device device) {
    this.device = device;
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
  public DeviceProfile profile() {
    return device.profile();
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return device.allocate(shape);
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    return new Observed(device.compile(graph, reuse));
  }

  @Override
  public long allocatedBytes() {
    return device.allocatedBytes();
  }

  @Override
  public void close() {
    device.close();
  }

  private final class Observed implements Executable {

    private final Executable executable;

    Observed(Executable executable) {
      this.executable = executable;
    }

    @Override
    public CommandGraph graph() {
      return executable.graph();
    }

    @Override
    public ExecutableReport report() {
      return executable.report();
    }

    @Override
    public Bindings newBindings() {
      return executable.newBindings();
    }

    @Override
    public Completion submit(Bindings bindings, Completion... waits) {
      Completion completion = executable.submit(bindings, waits);
      Queue<Submission> watched = submissions;
      if (watched != null) {
        watched.add(new Submission(executable.graph(), executable.report(), completion));
      }
      return completion;
    }

    @Override
    public void close() {
      executable.close();
    }
  }
}
