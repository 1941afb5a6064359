package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/// Task graphs and where they run: on the host, whatever the device, step by step. It compiles
/// nothing and cannot say whether TornadoVM would.
public final class TornadoExecutionPlan implements AutoCloseable {

  private final ImmutableTaskGraph[] graphs;
  private final DeviceMemory memory = new DeviceMemory();
  private TornadoDevice device;
  private boolean executed;
  private boolean closed;

  public TornadoExecutionPlan(ImmutableTaskGraph... immutableTaskGraphs) {
    this.graphs = immutableTaskGraphs.clone();
  }

  /// Chooses the device.
  public TornadoExecutionPlan withDevice(TornadoDevice chosen) {
    this.device = chosen;
    return this;
  }

  /// Would compile the tasks.
  public TornadoExecutionPlan withPreCompilation() {
    requireReady();
    return this;
  }

  /// Runs every step of every graph.
  public TornadoExecutionResult execute() {
    requireReady();
    for (ImmutableTaskGraph graph : graphs) {
      graph.steps().forEach(this::run);
    }
    executed = true;
    return new TornadoExecutionResult();
  }

  private void run(Step step) {
    switch (step) {
      case Step.ToDevice(int mode, TornadoNativeArray array) -> {
        if (mode == DataTransferMode.EVERY_EXECUTION || !executed) {
          memory.of(array).getSegment().copyFrom(array.getSegment());
        }
      }
      case Step.ToHost(int mode, TornadoNativeArray array) -> {
        if (mode != DataTransferMode.EVERY_EXECUTION) {
          throw new IllegalArgumentException("transfers to the host happen at every execution");
        }
        array.getSegment().copyFrom(memory.of(array).getSegment());
      }
      case Step.Task task -> task.run(memory);
    }
  }

  private void requireReady() {
    if (closed || device == null) {
      throw new IllegalStateException(
          closed ? "the plan is closed" : "no device has been chosen for the plan");
    }
  }

  /// Gives the device's memory back.
  @Override
  public void close() throws TornadoExecutionPlanException {
    if (closed) {
      throw new TornadoExecutionPlanException("the plan was closed before");
    }
    closed = true;
    memory.clear();
  }
}
