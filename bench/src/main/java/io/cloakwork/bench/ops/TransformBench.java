package io.cloakwork.bench.ops;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.SplittableRandom;

/// The number theoretic transform of one polynomial over all limbs of Q, there and back.
final class TransformBench implements AutoCloseable {

  private final Executable forward;
  private final Executable inverse;
  private final DeviceBuffer from;
  private final DeviceBuffer to;
  private final Bindings forwardBindings;
  private final Bindings inverseBindings;

  TransformBench(CkksContext context) {
    Device device = context.device();
    int level = context.parameters().maxLevel();
    RnsBasis basis = context.parameters().chain().atLevel(level);
    CommandGraph forwardGraph = forwardGraph(context, basis);
    CommandGraph inverseGraph = inverseGraph(context, basis);
    forward = device.compile(forwardGraph, Reuse.MANY);
    inverse = device.compile(inverseGraph, Reuse.MANY);
    from = device.allocate(forwardGraph.bound("in").shape());
    to = device.allocate(forwardGraph.bound("out").shape());
    from.upload(residues(from));
    to.upload(residues(to));
    forwardBindings = forward.newBindings().bind("in", from).bind("out", to);
    inverseBindings = inverse.newBindings().bind("in", to).bind("out", from);
  }

  /// Random words below 2^30, which is below every prime that a scheme uses.
  private static long[] residues(DeviceBuffer buffer) {
    return new SplittableRandom(1).longs(buffer.shape().words(), 0, 1L << 30).toArray();
  }

  private static CommandGraph forwardGraph(CkksContext context, RnsBasis basis) {
    GraphBuilder graph = CommandGraph.builder(context.parameters().logN(), 1);
    RnsView<Domain.Coeff> in = graph.input("in", Domain.COEFF, 1, basis);
    graph.nttInto(in, graph.output("out", Domain.EVAL, 1, basis));
    return graph.build();
  }

  private static CommandGraph inverseGraph(CkksContext context, RnsBasis basis) {
    GraphBuilder graph = CommandGraph.builder(context.parameters().logN(), 1);
    RnsView<Domain.Eval> in = graph.input("in", Domain.EVAL, 1, basis);
    graph.inttInto(in, graph.output("out", Domain.COEFF, 1, basis));
    return graph.build();
  }

  void forward() {
    forward.run(forwardBindings);
  }

  void inverse() {
    inverse.run(inverseBindings);
  }

  @Override
  public void close() {
    forward.close();
    inverse.close();
    from.close();
    to.close();
  }
}
