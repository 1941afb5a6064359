package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import io.cloakwork.spi.trace.BufferContent;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceBuffer;
import io.cloakwork.spi.trace.TraceGraph;
import io.cloakwork.spi.trace.TraceRun;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A trace of one graph with every operation, each in an output of its own, so that whoever gets
/// one wrong is told which.
final class EveryOperation {

  private static final int LOG_N = 5;
  private static final ModulusChain CHAIN =
      ModulusChain.search(LOG_N, new int[] {50, 40, 61, 30}, new int[] {45, 60});
  private static final RnsBasis Q = CHAIN.chainQ();
  private static final RnsBasis QP = CHAIN.extendedAtLevel(3);
  private static final String SEED = "c1".repeat(32);

  private final GraphBuilder graph = CommandGraph.builder(LOG_N, 3);
  private final RnsView<Eval> x = graph.input("x", Domain.EVAL, 2, QP);
  private final RnsView<Coeff> c = graph.input("c", Domain.COEFF, 2, Q);
  private final RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 4, QP);
  private final RnsView<Eval> w = graph.constant("w", Domain.EVAL, 1, QP);

  private EveryOperation() {}

  static Trace trace() {
    CommandGraph graph = new EveryOperation().record();
    List<TraceBuffer> buffers = new ArrayList<>();
    List<TraceRun.Binding> bindings = new ArrayList<>();
    for (Value value : graph.boundValues()) {
      bindings.add(TraceRun.Binding.of(value.id(), buffers.size()));
      buffers.add(buffer(value, buffers.size()));
    }
    return new Trace(
        "every operation",
        "a test",
        Map.of(),
        buffers,
        List.of(new TraceGraph("every operation", graph)),
        List.of(new TraceRun("every operation", 0, bindings)),
        Optional.empty());
  }

  private static TraceBuffer buffer(Value value, int stream) {
    boolean isOutput = value.role() == Value.Role.OUTPUT;
    return new TraceBuffer(
        value.name(),
        isOutput ? TraceBuffer.Role.OUTPUT : TraceBuffer.Role.INPUT,
        value.shape(),
        isOutput ? new BufferContent.Written() : new BufferContent.Seeded(SEED, stream));
  }

  private CommandGraph record() {
    graph.output("ntt", graph.ntt(c));
    graph.output("intt", graph.intt(x));
    graph.output("add", graph.add(x, key.polys(1, 2)));
    graph.output("sub", graph.sub(x.poly(1), w));
    graph.output("neg", graph.neg(c));
    graph.output("mul", graph.mul(x, w));
    graph.output("mulAdd", graph.mulAdd(x, w, key.poly(3)));
    graph.output("mulScalar", graph.mulScalar(c, scalars(-3)));
    graph.output("turned", graph.automorphism(x, new GaloisElement(LOG_N, 25)));
    graph.output("turnedCoefficients", graph.automorphism(c, new GaloisElement(LOG_N, 39)));
    graph.output("converted", graph.baseConvert(c.limbRange(1, 4), CHAIN.specialP()));
    graph.output("down", graph.modDown(x, 2));
    graph.output("rescaled", graph.rescale(x));
    graph.output("inner", graph.innerProduct(List.of(x, w), List.of(key.poly(0), key.poly(1))));
    ScalarMatrix matrix =
        ScalarMatrix.dense(new long[][] {{3, -(1L << 61)}, {0, 0}, {0, (1L << 62) - 1}});
    RnsView<Eval> vector = key.restrict(Q);
    graph.output("combined", graph.linearCombination(vector, matrix, List.of()));
    graph.output(
        "combinedCoefficients",
        graph.linearCombination(c, matrix, List.of(scalars(1), scalars(-1), scalars(1L << 40))));
    // Limbs out of order, and a constant in one of them.
    RnsView<Eval> mixed = graph.output("mixed", Domain.EVAL, 2, Q.select(2, 0));
    graph.copyInto(x.restrict(Q.select(0)), mixed.limbRange(1, 2));
    graph.fillInto(Scalars.of(BigInteger.valueOf(-77), Q.select(2)), mixed.limbRange(0, 1));
    return graph.build();
  }

  private static Scalars scalars(long value) {
    return Scalars.of(BigInteger.valueOf(value), Q);
  }
}
