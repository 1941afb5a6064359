package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/// Matrices of every kind times vectors of ciphertexts: alone, written out, with views and
/// sentinels around, and among other operations.
final class LinearCombinationCases {

  private static final long LARGEST_WEIGHT = (1L << 62) - 1;
  private static final int[] MIXED = {60, 30, 50};
  private static final int[][] BASES = {{25}, {30}, {40}, {50}, {51}, {60}, {61}, MIXED};

  /// Beyond 2^9 words, few and short vectors suffice.
  private static final int[] LARGE = {9, 11, 14};

  private final int logN;
  private final long seed;
  private final List<ConformanceCase> cases = new ArrayList<>();

  private LinearCombinationCases(int logN, long seed) {
    this.logN = logN;
    this.seed = seed;
  }

  static List<ConformanceCase> all(int smallLogN, long seed) {
    LinearCombinationCases builder = new LinearCombinationCases(smallLogN, seed);
    builder.kinds();
    builder.sizes();
    builder.surroundings();
    builder.programs();
    return builder.cases;
  }

  /// What a matrix is filled with.
  private enum Kind {
    /// As a dense layer has them: all of some twenty bits.
    SMALL,
    /// All of them 2^24 − 1: the longest sums.
    EQUAL,
    UNITS,
    /// Up to 2^62 in magnitude, the bounds among them.
    LARGE,
    /// Small and large ones in a row.
    MIXED,
    /// A few a row, the same columns for three rows, as a convolution has them.
    SPARSE,
    /// Every second row without a weight.
    GAPS,
    EMPTY;

    ScalarMatrix matrix(int rows, int columns, Random random) {
      ScalarMatrix.Builder builder = ScalarMatrix.builder(columns);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          builder.add(c, weight(r, c, random));
        }
        builder.endRow();
      }
      return builder.build();
    }

    private long weight(int row, int column, Random random) {
      return switch (this) {
        case SMALL -> random.nextInt(-(1 << 20), 1 << 20);
        case EQUAL -> (1 << 24) - 1;
        case UNITS -> random.nextInt(-1, 2);
        case LARGE -> large(random);
        case MIXED -> random.nextInt(4) == 0 ? large(random) : random.nextInt(-100, 100);
        case SPARSE -> (column + row / 3) % 7 == 0 ? random.nextInt(-(1 << 23), 1 << 23) : 0;
        case GAPS -> row % 2 == 0 ? random.nextInt(-1000, 1000) : 0;
        case EMPTY -> 0;
      };
    }

    private static long large(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> LARGEST_WEIGHT;
        case 1 -> -LARGEST_WEIGHT;
        default -> random.nextLong(-LARGEST_WEIGHT, LARGEST_WEIGHT);
      };
    }
  }

  /// The size of a layer: a vector of `columns` ciphertexts of `group` polynomials to one of
  /// `rows`.
  private record Size(int columns, int rows, int group) {
    @Override
    public String toString() {
      return "%dx%d,polys=%d".formatted(columns, rows, group);
    }
  }

  private void kinds() {
    for (Kind kind : Kind.values()) {
      for (int[] bits : BASES) {
        add(logN + 1, 1, kind, new Size(19, 14, 2), bits);
      }
      add(logN, 3, kind, new Size(8, 5, 2), MIXED);
    }
  }

  private void sizes() {
    for (Size size :
        List.of(
            new Size(1, 1, 1),
            new Size(1, 9, 3),
            new Size(9, 1, 1),
            new Size(500, 3, 1),
            new Size(3, 200, 2))) {
      for (Kind kind : List.of(Kind.SMALL, Kind.EQUAL, Kind.LARGE)) {
        add(logN, 1, kind, size, 50, 61, 26);
      }
    }
    for (int degree = ModulusChain.MIN_LOG_N; degree <= 8; degree++) {
      add(degree, 2, Kind.MIXED, new Size(5, 8, 2), MIXED);
    }
    for (int degree : LARGE) {
      add(degree, 1, Kind.SMALL, new Size(40, 8, 2), 50, 24);
      add(degree, 1, Kind.SPARSE, new Size(30, 9, 2), 40, 60);
    }
  }

  private void add(int degree, int batch, Kind kind, Size size, int... bits) {
    String name =
        "op/linear-combination-%s/logN=%d,batch=%d,%s,bits=%s"
            .formatted(
                kind.name().toLowerCase(Locale.ROOT),
                degree,
                batch,
                size,
                Arrays.toString(bits).replace(" ", ""));
    add(name, degree, random -> graph(degree, batch, kind, size, bits, random));
  }

  private interface Recorder {
    CommandGraph record(Random random);
  }

  /// The operation, and what it is by definition: the same bytes.
  private void add(String name, int degree, Recorder recorder) {
    long caseSeed = seed ^ name.hashCode();
    Supplier<CommandGraph> graph = () -> recorder.record(new Random(caseSeed));
    GraphCase whole = GraphCase.of(name, degree, caseSeed, graph);
    cases.add(degree > logN + 3 ? whole.withPatterns(GraphCase.LARGE_PATTERNS) : whole);
    if (degree <= logN + 1) {
      cases.add(
          GraphCase.of(
                  name.replaceFirst("/", "/written-out-"),
                  degree,
                  caseSeed,
                  () -> Expansion.of(graph.get()))
              .withOracleGraph(graph)
              .withPatterns(List.of(Pattern.EDGES)));
    }
  }

  private static CommandGraph graph(
      int degree, int batch, Kind kind, Size size, int[] bits, Random random) {
    RnsBasis basis = TestPrimes.basis(degree, bits);
    GraphBuilder graph = CommandGraph.builder(degree, batch);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, size.columns() * size.group(), basis);
    ScalarMatrix matrix = kind.matrix(size.rows(), size.columns(), random);
    List<Scalars> offsets = random.nextBoolean() ? List.of() : offsets(size.rows(), basis, random);
    graph.linearCombinationInto(
        in, matrix, offsets, graph.output("out", Domain.EVAL, size.rows() * size.group(), basis));
    return graph.build();
  }

  private static List<Scalars> offsets(int rows, RnsBasis basis, Random random) {
    List<Scalars> offsets = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      boolean largest = r % 4 == 1;
      offsets.add(
          Scalars.ofResidues(
              basis.moduli().stream()
                  .mapToLong(q -> largest ? q.value() - 1 : random.nextLong(q.value()))
                  .toArray()));
    }
    return offsets;
  }

  /// Operands and results that are views, shared, or temporaries.
  private void surroundings() {
    for (ResultStyle result : ResultStyle.values()) {
      for (OperandStyle operand :
          List.of(OperandStyle.WHOLE, OperandStyle.SHARED, OperandStyle.SCATTERED)) {
        String name = "op/linear-combination-views/operand=%s,result=%s".formatted(operand, result);
        add(name, logN, random -> viewed(operand, result, random));
      }
    }
  }

  private CommandGraph viewed(OperandStyle operand, ResultStyle result, Random random) {
    OpShape shape = OpShape.of(logN, 2, 6, MIXED);
    OperandFactory factory = new OperandFactory(shape, List.of(operand), result);
    RnsView<Eval> in = factory.operand(Domain.EVAL, shape.basis());
    RnsView<Eval> out = factory.result(Domain.EVAL, shape.basis());
    ScalarMatrix matrix = Kind.MIXED.matrix(3, 3, random);
    factory.graph().linearCombinationInto(in, matrix, offsets(3, shape.basis(), random), out);
    return factory.build();
  }

  private void programs() {
    for (int batch : new int[] {1, 3}) {
      add("graph/linear-layers/batch=" + batch, logN, random -> layers(batch, random));
      add("graph/linear-of-everything/batch=" + batch, logN, random -> sources(batch, random));
    }
  }

  /// Two layers with a division after each, on fewer and fewer limbs.
  private CommandGraph layers(int batch, Random random) {
    RnsBasis basis = TestPrimes.basis(logN, 50, 40, 60, 24);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 2 * 12, basis);
    RnsView<Eval> hidden =
        graph.rescale(
            graph.linearCombination(
                x, Kind.SPARSE.matrix(9, 12, random), offsets(9, basis, random)));
    RnsView<Eval> y = graph.linearCombination(hidden, Kind.SMALL.matrix(4, 9, random), List.of());
    graph.output("hidden", hidden);
    graph.output("y", graph.rescale(y));
    return graph.build();
  }

  /// Columns that are constants, filled rows, shared rows and temporaries, some of them read twice
  /// or by nobody else, and a result of which only a part is used.
  private CommandGraph sources(int batch, Random random) {
    RnsBasis basis = TestPrimes.basis(logN, MIXED);
    GraphBuilder graph = CommandGraph.builder(logN, batch);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 2, basis);
    RnsView<Eval> shared = graph.sharedInput("shared", Domain.EVAL, 2, basis);
    RnsView<Eval> vector = graph.temporary(Domain.EVAL, 8, basis);
    graph.mulInto(x, shared, vector.polys(0, 2));
    graph.copyInto(shared, vector.polys(2, 2));
    graph.fillInto(offsets(1, basis, random).getFirst(), vector.polys(4, 2));
    graph.copyInto(graph.ntt(graph.intt(x)), vector.polys(6, 2));
    RnsView<Eval> all =
        graph.linearCombination(vector, Kind.MIXED.matrix(5, 4, random), offsets(5, basis, random));
    RnsView<Eval> onShared =
        graph.linearCombination(shared, Kind.SMALL.matrix(3, 1, random), List.of());
    graph.output("part", graph.neg(all.polys(2, 4)));
    graph.output("sum", graph.add(all.polys(4, 2), onShared.polys(2, 2)));
    graph.output("on-shared", onShared);
    return graph.build();
  }
}
