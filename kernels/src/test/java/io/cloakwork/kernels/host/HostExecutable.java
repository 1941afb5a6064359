package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;

/// A graph's plan.
final class HostExecutable implements Executable {

  private final CommandGraph graph;
  private final LaunchPlan plan;
  private final HostLaunches launches;

  HostExecutable(HostDevice device, CommandGraph graph, LaunchPlan plan) {
    this.graph = graph;
    this.plan = plan;
    this.launches = new HostLaunches(device, plan, graph.logN());
  }

  private record HostBindings(HostExecutable executable, BoundBuffers buffers) implements Bindings {
    @Override
    public Bindings bind(String name, DeviceBuffer buffer) {
      buffers.bind(name, buffer);
      return this;
    }
  }

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return plan.report(graph);
  }

  @Override
  public Bindings newBindings() {
    return new HostBindings(this, new BoundBuffers(graph));
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    BoundBuffers buffers = ((HostBindings) bindings).buffers();
    buffers.requireComplete();
    launches.run(value -> ((HostBuffer) buffers.get(value)).words());
    return Done.DONE;
  }

  @Override
  public void close() {
    launches.close();
  }
}
