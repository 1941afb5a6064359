package io.cloakwork.spi.trace;

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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A small trace with every operation, every role, shared and batched values, and views of all
/// kinds.
final class TraceSamples {

  static final int LOG_N = 4;
  static final String SEED = "00112233445566778899aabbccddeeff".repeat(2);
  static final String HASH = "0123456789abcdef".repeat(4);

  private static final ModulusChain CHAIN =
      ModulusChain.search(LOG_N, new int[] {50, 40, 61}, new int[] {45});
  private static final RnsBasis Q = CHAIN.chainQ();
  private static final RnsBasis QP = CHAIN.extendedAtLevel(2);

  private TraceSamples() {}

  /// Two graphs, one of them run twice, and every kind of buffer.
  static Trace trace() {
    TraceGraph whole = new TraceGraph("everything", everything());
    TraceGraph sum = new TraceGraph("sum", sum());
    List<TraceBuffer> buffers = new ArrayList<>();
    List<TraceRun.Binding> first = new ArrayList<>();
    for (Value value : whole.graph().boundValues()) {
      first.add(binding(value, buffers.size()));
      buffers.add(buffer(value, buffers.size()));
    }
    int y = buffers.size() - 1;
    Value result = sum.graph().bound("z");
    buffers.add(written("z", TraceBuffer.Role.INTERMEDIATE, result));
    buffers.add(written("end", TraceBuffer.Role.OUTPUT, result));
    return new Trace(
        "sample \"ünder\" \\ test",
        "a test",
        Map.of("logN", "4"),
        buffers,
        List.of(whole, sum),
        List.of(
            new TraceRun("first", 0, first),
            new TraceRun("second", 1, sumBindings(sum.graph(), y, y, y + 1)),
            new TraceRun("third", 1, sumBindings(sum.graph(), y, y + 1, y + 2))),
        Optional.of(new SideFile("words.side", 1 << 20)));
  }

  private static List<TraceRun.Binding> sumBindings(CommandGraph graph, int a, int b, int out) {
    return List.of(
        binding(graph.bound("a"), a), binding(graph.bound("b"), b), binding(graph.bound("z"), out));
  }

  private static TraceRun.Binding binding(Value value, int buffer) {
    Optional<String> hash =
        value.role() == Value.Role.OUTPUT ? Optional.of(HASH) : Optional.empty();
    return new TraceRun.Binding(value.id(), buffer, hash);
  }

  private static TraceBuffer buffer(Value value, int index) {
    return switch (value.role()) {
      case INPUT ->
          new TraceBuffer(
              value.name(),
              value.name().startsWith("key") ? TraceBuffer.Role.KEY : TraceBuffer.Role.INPUT,
              value.shape(),
              new BufferContent.Seeded(SEED, index - 1));
      case CONSTANT ->
          new TraceBuffer(
              value.name(),
              TraceBuffer.Role.CONSTANT,
              value.shape(),
              new BufferContent.Side(64, HASH));
      case OUTPUT, TEMPORARY -> written(value.name(), TraceBuffer.Role.INTERMEDIATE, value);
    };
  }

  private static TraceBuffer written(String name, TraceBuffer.Role role, Value value) {
    return new TraceBuffer(name, role, value.shape(), new BufferContent.Written());
  }

  private static CommandGraph sum() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 2);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, Q);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, Q);
    graph.addInto(a, b, graph.output("z", Domain.EVAL, 2, Q));
    return graph.build();
  }

  /// Each of the sixteen operations at least once.
  static CommandGraph everything() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 2);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 2, QP);
    RnsView<Eval> key = graph.sharedInput("key:relin", Domain.EVAL, 2, QP);
    RnsView<Eval> weight = graph.constant("w", Domain.EVAL, 1, Q);
    RnsView<Eval> down = graph.modDown(x, 1);
    RnsView<Eval> product = graph.mulAdd(down, weight, graph.mul(down, weight));
    RnsView<Eval> inner = graph.innerProduct(List.of(x, x), List.of(key.poly(0), key.poly(1)));
    RnsView<Eval> kept = inner.restrict(Q);
    RnsView<Eval> turned =
        graph.automorphism(graph.sub(product, kept), new GaloisElement(LOG_N, 27));
    RnsView<Coeff> coefficients = graph.intt(turned.limbRange(2, 3));
    RnsView<Coeff> negated =
        graph.automorphism(graph.neg(coefficients), GaloisElement.conjugation(LOG_N));
    RnsView<Coeff> raised = graph.baseConvert(negated, Q.range(0, 2));
    RnsView<Eval> back = graph.ntt(raised);
    RnsView<Eval> dropped = graph.rescale(turned);
    RnsView<Eval> mixed = graph.add(graph.mulScalar(back, scalars(-3, Q.range(0, 2))), dropped);
    RnsView<Eval> combined =
        graph.linearCombination(
            mixed,
            ScalarMatrix.dense(new long[][] {{3, -(1L << 61)}, {0, 0}}),
            List.of(scalars(1, Q.range(0, 2)), scalars(-1, Q.range(0, 2))));
    RnsView<Eval> out = graph.output("y", Domain.EVAL, 2, Q);
    graph.copyInto(combined, out.limbRange(0, 2));
    graph.fillInto(scalars(77, Q.range(2, 3)), out.limbRange(2, 3));
    return graph.build();
  }

  private static Scalars scalars(long value, RnsBasis basis) {
    return Scalars.of(BigInteger.valueOf(value), basis);
  }
}
