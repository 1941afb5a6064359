package io.cloakwork.bench.kernels;

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
import java.util.ArrayList;
import java.util.List;

/// A device that remembers what was submitted to it.
final class ObservedDevice implements Device {

  /// A submission.
  ///
  /// @param report of the executable
  /// @param completion its end
  record Submission(ExecutableReport report, Completion completion) {}

  private final Device device;
  private final List<Submission> submissions = new ArrayList<>();

  ObservedDevice(Device device) {
    this.device = device;
  }

  /// What was submitted since the last call, in order.
  List<Submission> takeSubmissions() {
    List<Submission> taken = List.copyOf(submissions);
    submissions.clear();
    return taken;
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
      submissions.add(new Submission(executable.report(), completion));
      return completion;
    }

    @Override
    public void close() {
      executable.close();
    }
  }
}
