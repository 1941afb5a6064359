package io.cloakwork.backend.sim;

import io.cloakwork.cost.GraphCost;
import io.cloakwork.cost.RowWork;
import io.cloakwork.cost.RunTime;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.device.KernelTime;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;
import java.util.Locale;

/// An executable of the executing device, and how long the simulated machine takes for it.
final class SimExecutable implements Executable {

  private final SimDevice device;
  private final Executable exact;
  private final GraphCost cost;
  private final RunTime time;

  SimExecutable(SimDevice device, Executable exact, GraphCost cost, RunTime time) {
    this.device = device;
    this.exact = exact;
    this.cost = cost;
    this.time = time;
  }

  SimDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return exact.graph();
  }

  /// The memory of the executing device, and a line for each part of the predicted time.
  @Override
  public ExecutableReport report() {
    ExecutableReport report = exact.report();
    return new ExecutableReport(
        cost.stages(), report.temporaryBytes(), report.boundBytes(), description());
  }

  private List<String> description() {
    long transforms = 0;
    long others = 0;
    for (RowWork work : RowWork.values()) {
      long rows = cost.fast().of(work) + cost.wide().of(work);
      transforms += work.isTransform() ? rows : 0;
      others += work.isTransform() ? 0 : rows;
    }
    return List.of(
        "transfers: what crossed the link to the host since the last run",
        "transforms: %,d rows of 2^%d words".formatted(transforms, cost.logN()),
        "words: %,d passes over rows".formatted(others),
        String.format(Locale.ROOT, "memory: %,d bytes", cost.streamedBytes()),
        "overhead: %d stages".formatted(cost.stages()));
  }

  @Override
  public Bindings newBindings() {
    return new SimBindings(this, exact.newBindings());
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof SimBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    Completion[] exactWaits = new Completion[waits.length];
    for (int i = 0; i < waits.length; i++) {
      exactWaits[i] = waits[i] instanceof SimCompletion sim ? sim.exact() : waits[i];
    }
    Completion completion = exact.submit(own.exact(), exactWaits);
    return new SimCompletion(completion, device.clock().run(time));
  }

  @Override
  public void close() {
    exact.close();
  }

  /// The end of the execution, and the times of the simulation.
  private record SimCompletion(Completion exact, List<KernelTime> times) implements Completion {

    @Override
    public boolean isDone() {
      return exact.isDone();
    }

    @Override
    public void await() {
      exact.await();
    }

    @Override
    public List<KernelTime> kernelTimes() {
      exact.await();
      return times;
    }
  }
}
