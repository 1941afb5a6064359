package io.cloakwork.bench.ops;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.SplittableRandom;

/// The transforms of one limb as programs run them: in the cache, without a submission for each. A
/// chain of forward and inverse transforms gives the time of a pair; a forward and an inverse
/// transform alone, submission included, say how the pair divides between them.
final class TransformBench implements AutoCloseable {

  private static final int PAIRS = 64;

  private final Run chain;
  private final Run forward;
  private final Run inverse;

  TransformBench(CkksContext context) {
    // The first prime is the widest of the chain.
    RnsBasis limb = context.parameters().chain().atLevel(0);
    int logN = context.parameters().logN();
    chain = new Run(context.device(), chain(logN, limb));
    forward = new Run(context.device(), forward(logN, limb));
    inverse = new Run(context.device(), inverse(logN, limb));
  }

  private static CommandGraph chain(int logN, RnsBasis limb) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsView<Coeff> x = graph.input("in", Domain.COEFF, 1, limb);
    for (int i = 0; i < PAIRS; i++) {
      x = graph.intt(graph.ntt(x));
    }
    graph.output("out", x);
    return graph.build();
  }

  private static CommandGraph forward(int logN, RnsBasis limb) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    graph.output("out", graph.ntt(graph.input("in", Domain.COEFF, 1, limb)));
    return graph.build();
  }

  private static CommandGraph inverse(int logN, RnsBasis limb) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    graph.output("out", graph.intt(graph.input("in", Domain.EVAL, 1, limb)));
    return graph.build();
  }

  Measurement forward(Stopwatch stopwatch) {
    return share(Operation.NTT, stopwatch, forward);
  }

  Measurement inverse(Stopwatch stopwatch) {
    return share(Operation.INTT, stopwatch, inverse);
  }

  private Measurement share(Operation operation, Stopwatch stopwatch, Run own) {
    long[] pairs = stopwatch.time(chain::run);
    double there = Stopwatch.median(stopwatch.time(forward::run));
    double back = Stopwatch.median(stopwatch.time(inverse::run));
    double share = (own.equals(forward) ? there : back) / (there + back);
    double perPair = share / PAIRS / 1e3;
    return new Measurement(
        operation, Stopwatch.median(pairs) * perPair, pairs[0] * perPair, pairs.length);
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
  }

  /// A program with its buffers.
  private static final class Run implements AutoCloseable {

    private final Executable program;
    private final DeviceBuffer in;
    private final DeviceBuffer out;
    private final Bindings bindings;

    Run(Device device, CommandGraph graph) {
      program = device.compile(graph, Reuse.MANY);
      in = device.allocate(graph.bound("in").shape());
      out = device.allocate(graph.bound("out").shape());
      in.upload(residues(in.shape()));
      bindings = program.newBindings().bind("in", in).bind("out", out);
    }

    private static long[] residues(RnsShape shape) {
      long bound = shape.basis().get(0).value();
      return new SplittableRandom(1).longs(shape.words(), 0, bound).toArray();
    }

    void run() {
      program.run(bindings);
    }

    @Override
    public void close() {
      program.close();
      in.close();
      out.close();
    }
  }
}
