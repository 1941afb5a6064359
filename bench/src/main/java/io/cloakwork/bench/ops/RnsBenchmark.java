package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.UnsupportedGraphException;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/// The operations of the contract as programs whose buffers are bound: nothing is recorded,
/// compiled or allocated in a run.
final class RnsBenchmark implements AutoCloseable {

  private final BufferPool buffers;
  private final List<BoundProgram> programs = new ArrayList<>();
  private final List<BenchCase> cases = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /// Compiles `wanted`; what the device does not support is told by [#refused].
  ///
  /// @param device stays the caller's
  RnsBenchmark(Parameters parameters, Device device, int batch, Collection<RnsCase> wanted) {
    buffers = new BufferPool(device);
    for (RnsCase each : wanted) {
      RnsOperand size = RnsOperand.of(parameters, each.lane(), batch);
      try {
        add(each.label(), batch, device, each.operation().graph(size, each.form()));
      } catch (UnsupportedGraphException e) {
        refused.add("%s: %s".formatted(each.label(), e.getMessage()));
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }
  }

  private void add(String label, int batch, Device device, CommandGraph graph) {
    BoundProgram program = new BoundProgram(device, graph, buffers);
    programs.add(program);
    cases.add(
        BenchCase.of(label, batch, program::run, () -> Work.of(graph), OptionalDouble::empty));
  }

  List<BenchCase> cases() {
    return cases;
  }

  /// What was left out, with the device's reason.
  List<String> refused() {
    return refused;
  }

  @Override
  public void close() {
    programs.forEach(BoundProgram::close);
    buffers.close();
  }
}
