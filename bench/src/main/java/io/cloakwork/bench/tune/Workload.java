package io.cloakwork.bench.tune;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A command graph that is timed with different tunings.
///
/// @param name for people and files, for instance `ntt-2^14-fast`
public record Workload(String name, CommandGraph graph) {

  /// Of the fast lane, and of the general one.
  private static final int FAST_BITS = 50;

  private static final int WIDE_BITS = 60;

  private static final int LIMBS = 8;
  private static final int TERMS = 8;
  private static final int CIPHERTEXTS = 16;
  private static final int BATCH = 8;
  private static final long SEED = 20260401;

  /// Each family of kernels at the sizes of the presets, and whole rotations, which use them all.
  public static List<Workload> standard() {
    List<Workload> all = new ArrayList<>();
    for (int logN = 13; logN <= 16; logN++) {
      all.add(forward(logN, FAST_BITS));
      all.add(inverse(logN, FAST_BITS));
    }
    all.add(forward(14, WIDE_BITS));
    all.add(inverse(14, WIDE_BITS));
    all.addAll(others(14));
    all.add(rotation("P2", 1));
    all.add(rotation("P2", BATCH));
    all.add(rotation("P3", 1));
    return List.copyOf(all);
  }

  /// One small workload of each family, for a look rather than a search.
  public static List<Workload> small() {
    List<Workload> all = new ArrayList<>();
    all.add(forward(12, FAST_BITS));
    all.add(inverse(12, WIDE_BITS));
    all.addAll(others(12));
    all.add(rotation("P1", 1));
    return List.copyOf(all);
  }

  private static List<Workload> others(int logN) {
    return List.of(product(logN), innerProduct(logN), conversion(logN), combination(logN));
  }

  private static RnsBasis basis(int bits, int logN, int count) {
    return new RnsBasis(Primes.largestBelow(bits, logN, count, Set.of()));
  }

  private static String named(String what, int logN, int bits) {
    return "%s-2^%d-%s".formatted(what, logN, bits <= FAST_BITS ? "fast" : "wide");
  }

  private static Workload forward(int logN, int bits) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, basis(bits, logN, LIMBS));
    graph.output("out", graph.ntt(in));
    return new Workload(named("ntt", logN, bits), graph.build());
  }

  private static Workload inverse(int logN, int bits) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, basis(bits, logN, LIMBS));
    graph.output("out", graph.intt(in));
    return new Workload(named("intt", logN, bits), graph.build());
  }

  private static Workload product(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsBasis limbs = basis(FAST_BITS, logN, LIMBS);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, limbs);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, limbs);
    graph.mulInto(a, b, graph.output("out", Domain.EVAL, 2, limbs));
    return new Workload(named("multiply", logN, FAST_BITS), graph.build());
  }

  private static Workload innerProduct(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsBasis limbs = basis(FAST_BITS, logN, LIMBS);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, limbs);
    List<RnsView<Eval>> digits = new ArrayList<>();
    List<RnsView<Eval>> keys = new ArrayList<>();
    for (int d = 0; d < TERMS; d++) {
      digits.add(graph.input("digit" + d, Domain.EVAL, 1, limbs));
      keys.add(graph.sharedInput("key" + d, Domain.EVAL, 2, limbs));
    }
    graph.innerProductInto(digits, keys, out);
    return new Workload(named("inner-product", logN, FAST_BITS), graph.build());
  }

  private static Workload conversion(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsBasis all = basis(FAST_BITS, logN, 3 * LIMBS / 2);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, all.range(0, LIMBS / 2));
    RnsBasis target = all.range(LIMBS / 2, all.size());
    graph.baseConvertInto(in, graph.output("out", Domain.COEFF, 1, target));
    return new Workload(named("base-convert", logN, FAST_BITS), graph.build());
  }

  private static Workload combination(int logN) {
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsBasis limbs = basis(FAST_BITS, logN, LIMBS / 4);
    SplittableRandom random = new SplittableRandom(SEED);
    long[][] weights = new long[CIPHERTEXTS][CIPHERTEXTS];
    for (long[] row : weights) {
      java.util.Arrays.setAll(row, _ -> random.nextLong(-(1L << 40), 1L << 40));
    }
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2 * CIPHERTEXTS, limbs);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2 * CIPHERTEXTS, limbs);
    graph.linearCombinationInto(in, ScalarMatrix.dense(weights), List.of(), out);
    return new Workload(named("linear-combination", logN, FAST_BITS), graph.build());
  }

  /// As the scheme records it, at the highest level.
  static Workload rotation(String preset, int batch) {
    Parameters parameters = Presets.named(preset).validate();
    CkksRecorder recorder = new CkksRecorder(parameters, batch);
    CipherRef a = recorder.input("a", parameters.maxLevel(), parameters.defaultScale());
    recorder.output("out", recorder.rotate(a, 1));
    String name = "rotate-%s".formatted(preset);
    return new Workload(
        batch == 1 ? name : "%s-batch%d".formatted(name, batch), recorder.build().graph());
  }
}
