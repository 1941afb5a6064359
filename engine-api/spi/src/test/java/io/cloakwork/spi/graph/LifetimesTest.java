package io.cloakwork.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lifetimes and peak memory, by hand and against a simulation of random graphs.
class LifetimesTest {

  private static final RnsBasis BASIS = RnsBasis.of(Modulus.of(97), Modulus.of(193));
  private static final long POLY = 2L * 16 * Long.BYTES;

  @Test
  void aChainHoldsTwoTemporaries() {
    GraphBuilder builder = CommandGraph.builder(4, 1);
    RnsView<Eval> x = builder.input("x", Domain.EVAL, 1, BASIS);
    RnsView<Eval> first = builder.neg(x);
    RnsView<Eval> second = builder.neg(first);
    RnsView<Eval> third = builder.neg(second);
    builder.output("out", third);
    CommandGraph graph = builder.build();
    Lifetimes lifetimes = graph.lifetimes();

    assertThat(lifetimes.firstWrite(first.value())).isZero();
    assertThat(lifetimes.lastUse(first.value())).isEqualTo(1);
    assertThat(lifetimes.lastUse(x.value())).isZero();
    assertThat(lifetimes.firstWrite(x.value())).isEqualTo(-1);
    assertThat(lifetimes.lastUse(third.value())).isEqualTo(3);
    assertThat(lifetimes.peakTemporaryBytes()).isEqualTo(2 * POLY);
    assertThat(lifetimes.boundBytes()).isEqualTo(2 * POLY);
  }

  @Test
  void whatIsReadLaterIsHeldLonger() {
    GraphBuilder builder = CommandGraph.builder(4, 3);
    RnsView<Eval> x = builder.input("x", Domain.EVAL, 1, BASIS);
    RnsView<Eval> kept = builder.neg(x);
    RnsView<Eval> a = builder.neg(kept);
    RnsView<Eval> b = builder.neg(a);
    builder.output("out", builder.add(b, kept));
    // kept, b and their sum at once, for each of three items.
    assertThat(builder.build().lifetimes().peakTemporaryBytes()).isEqualTo(3 * 3 * POLY);
  }

  @Test
  void aTemporaryWrittenInPartsLivesFromTheFirstAndOneNeverReadFromItsOnly() {
    GraphBuilder builder = CommandGraph.builder(4, 1);
    RnsView<Eval> x = builder.input("x", Domain.EVAL, 2, BASIS);
    RnsView<Eval> parts = builder.temporary(Domain.EVAL, 2, BASIS);
    builder.copyInto(x.poly(0), parts.poly(0));
    RnsView<Eval> dead = builder.neg(x);
    builder.copyInto(x.poly(1), parts.poly(1));
    builder.output("out", parts);
    CommandGraph graph = builder.build();

    assertThat(graph.lifetimes().firstWrite(parts.value())).isZero();
    assertThat(graph.lifetimes().lastUse(dead.value())).isEqualTo(1);
    assertThat(graph.lifetimes().peakTemporaryBytes()).isEqualTo(4 * POLY);
  }

  @Test
  void aTemporaryNobodyTouchesTakesNothing() {
    GraphBuilder builder = CommandGraph.builder(4, 1);
    RnsView<Eval> untouched = builder.temporary(Domain.EVAL, 5, BASIS);
    builder.output("out", builder.input("x", Domain.EVAL, 1, BASIS));
    CommandGraph graph = builder.build();
    assertThat(graph.lifetimes().lastUse(untouched.value())).isEqualTo(-1);
    assertThat(graph.lifetimes().peakTemporaryBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void peakIsThatOfAnAllocatorThatFollowsTheGraph(long seed) {
    Random random = new Random(seed);
    GraphBuilder builder = CommandGraph.builder(4, 1);
    List<RnsView<Eval>> pool = new ArrayList<>();
    pool.add(builder.input("x", Domain.EVAL, 1, BASIS));
    for (int i = 0; i < 40; i++) {
      RnsView<Eval> a = pool.get(random.nextInt(pool.size()));
      RnsView<Eval> b = pool.get(random.nextInt(pool.size()));
      pool.add(builder.add(a, b));
    }
    builder.output("out", pool.getLast());
    CommandGraph graph = builder.build();
    assertThat(graph.lifetimes().peakTemporaryBytes())
        .as("seed %d", seed)
        .isEqualTo(simulatedPeak(graph));
  }

  /// Allocates at the first write and frees when no later command mentions the value.
  private static long simulatedPeak(CommandGraph graph) {
    List<Value> live = new ArrayList<>();
    long peak = 0;
    for (int i = 0; i < graph.commands().size(); i++) {
      Value out = graph.commands().get(i).out().value();
      if (!out.isBound() && !live.contains(out)) {
        live.add(out);
      }
      peak = Math.max(peak, live.stream().mapToLong(v -> v.shape().bytes()).sum());
      List<RnsOp> later = graph.commands().subList(i + 1, graph.commands().size());
      live.removeIf(value -> later.stream().noneMatch(command -> mentions(command, value)));
    }
    return peak;
  }

  private static boolean mentions(RnsOp command, Value value) {
    return command.out().value().equals(value)
        || command.reads().stream().anyMatch(view -> view.value().equals(value));
  }
}
