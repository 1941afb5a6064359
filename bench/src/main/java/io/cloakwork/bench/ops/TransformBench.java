package io.cloakwork.bench.ops;

import io.cloakwork.bench.device.BoundProgram;
import io.cloakwork.bench.device.BufferPool;
import io.cloakwork.bench.device.TransformPairs;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import java.util.OptionalDouble;

/// The transforms of one limb as programs run them: in the cache, without a submission for each. A
/// chain of forward and inverse transforms gives the time of a pair; a forward and an inverse
/// transform alone, submission included, say how the pair divides between them.
final class TransformBench implements AutoCloseable {

  private static final int PAIRS = 64;

  private final int workers;
  private final BufferPool buffers;
  private final BoundProgram chain;
  private final BoundProgram forward;
  private final BoundProgram inverse;

  /// @param device stays the caller's
  TransformBench(Parameters parameters, Device device) {
    // The first prime is the widest of the chain.
    RnsBasis limb = parameters.chain().atLevel(0);
    int logN = parameters.logN();
    workers = device.profile().threads();
    buffers = new BufferPool(device);
    chain = new BoundProgram(device, TransformPairs.graph(logN, 1, limb, PAIRS), buffers);
    forward = new BoundProgram(device, forward(logN, limb), buffers);
    inverse = new BoundProgram(device, inverse(logN, limb), buffers);
  }

  private static CommandGraph forward(int logN, RnsBasis limb) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    graph.nttInto(
        graph.input("in", Domain.COEFF, 1, limb), graph.output("out", Domain.EVAL, 1, limb));
    return graph.build();
  }

  private static CommandGraph inverse(int logN, RnsBasis limb) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    graph.inttInto(
        graph.input("in", Domain.EVAL, 1, limb), graph.output("out", Domain.COEFF, 1, limb));
    return graph.build();
  }

  BenchCase forward() {
    return share(Operation.NTT, forward, inverse);
  }

  BenchCase inverse() {
    return share(Operation.INTT, inverse, forward);
  }

  private BenchCase share(Operation operation, BoundProgram own, BoundProgram other) {
    return new BenchCase(
        operation.label(),
        1,
        List.of(chain::run, own::run, other::run),
        times -> {
          double mine = times.get(1).medianMicros();
          double part = mine / (mine + times.get(2).medianMicros());
          return times.getFirst().scaled(part / PAIRS);
        },
        () -> inCache(own),
        OptionalDouble::empty);
  }

  /// In the middle of a program its row comes from no memory and goes to none. One row keeps one
  /// worker busy: the limits of several say nothing about it.
  private Work inCache(BoundProgram program) {
    Work work = Work.of(program.graph());
    return workers == 1 ? work.withoutTraffic() : Work.NONE;
  }

  /// Runs everything once.
  void run() {
    chain.run();
    forward.run();
    inverse.run();
  }

  @Override
  public void close() {
    inverse.close();
    forward.close();
    chain.close();
    buffers.close();
  }
}
