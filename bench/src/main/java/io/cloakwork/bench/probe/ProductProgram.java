package io.cloakwork.bench.probe;

import io.cloakwork.bench.device.TransformPairs;
import io.cloakwork.bench.floors.Form;
import io.cloakwork.bench.floors.Lane;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// The programs that measure how fast a device multiplies, each for one form of product. They do
/// much arithmetic for the words that they read, and all rows can be computed at the same time.
///
/// A size has four times the rows of the one before. The programs of a form have more and more
/// products for each word that they read.
enum ProductProgram {
  /// x ← x ⊙ a + b, again and again.
  MULTIPLY_ADDS(Form.REDUCED),
  /// x ← x · c, again and again: products with a factor that is known before, and less to read.
  CONSTANTS(Form.REDUCED),
  /// There and back: products whose operands stay in registers over several passes. Of 2^12 words,
  /// four passes of three levels.
  TRANSFORMS(Form.REDUCED),
  /// The same of 2^14 words, fewer and longer.
  LONG_TRANSFORMS(Form.REDUCED),
  /// Σ a_i ⊙ b_i over eight pairs.
  INNER_PRODUCT(Form.TERM),
  /// From 16 limbs to 16 others.
  BASE_CONVERSION(Form.TERM),
  /// Eight combinations of eight rows of 2^14 words, with weights of seven bits.
  FEW_COMBINATIONS(Form.WEIGHTED),
  /// 24 combinations of 24 rows of 2^12 words.
  SOME_COMBINATIONS(Form.WEIGHTED),
  /// 64 combinations of 64 rows of 2^12 words.
  MANY_COMBINATIONS(Form.WEIGHTED);

  private static final int LOG_N = 12;
  private static final int LONG_LOG_N = 14;
  private static final int CHAIN = 16;
  private static final int TRANSFORM_PAIRS = 4;
  private static final int LIMBS = 16;
  private static final int FEW = 8;
  private static final int SOME = 24;
  private static final int MANY = 64;
  private static final int WEIGHT_RANGE = 127;

  private static final long CONSTANT = 0x2_6B7F_4C59_1D03L;

  private final Form form;

  ProductProgram(Form form) {
    this.form = form;
  }

  /// What its products are, but for the scaling before a conversion.
  Form form() {
    return form;
  }

  /// The name in reports.
  String label() {
    return switch (this) {
      case MULTIPLY_ADDS -> "multiply-adds";
      case CONSTANTS -> "products by constants";
      case TRANSFORMS -> "transforms";
      case LONG_TRANSFORMS -> "long transforms";
      case INNER_PRODUCT -> "sum of products";
      case BASE_CONVERSION -> "base conversion";
      case FEW_COMBINATIONS -> "combinations of 8";
      case SOME_COMBINATIONS -> "combinations of 24";
      case MANY_COMBINATIONS -> "combinations of 64";
    };
  }

  /// The program.
  ///
  /// @param rows of 2^12 words that are computed at the same time, at the least; of longer ones as
  ///   many fewer
  /// @param size from 0
  CommandGraph graph(int rows, int size, Lane lane) {
    int more = rows << (2 * size);
    int fewer = Math.max(1, rows >> (LONG_LOG_N - LOG_N)) << (2 * size);
    return switch (this) {
      case MULTIPLY_ADDS -> multiplyAdds(more, lane);
      case CONSTANTS -> constants(more, lane);
      case TRANSFORMS -> transforms(LOG_N, more, lane);
      case LONG_TRANSFORMS -> transforms(LONG_LOG_N, fewer, lane);
      case INNER_PRODUCT -> StreamPrograms.innerProduct(LOG_N, more, lane);
      case BASE_CONVERSION -> conversion(more, lane);
      case FEW_COMBINATIONS -> combinations(LONG_LOG_N, fewer, FEW, lane);
      case SOME_COMBINATIONS -> combinations(LOG_N, more, SOME, lane);
      case MANY_COMBINATIONS -> combinations(LOG_N, more, MANY, lane);
    };
  }

  private static CommandGraph multiplyAdds(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, prime);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, prime);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 1, prime);
    for (int i = 0; i < CHAIN; i++) {
      x = graph.mulAdd(x, a, b);
    }
    graph.output("out", x);
    return graph.build();
  }

  private static CommandGraph constants(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis prime = lane.primes(LOG_N, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, prime);
    for (int i = 0; i < CHAIN; i++) {
      x = graph.mulScalar(x, Scalars.of(BigInteger.valueOf(CONSTANT + i), prime));
    }
    graph.output("out", x);
    return graph.build();
  }

  private static CommandGraph transforms(int logN, int rows, Lane lane) {
    return TransformPairs.graph(logN, rows, lane.primes(logN, 1), TRANSFORM_PAIRS);
  }

  private static CommandGraph conversion(int rows, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, rows);
    RnsBasis primes = lane.primes(LOG_N, 2 * LIMBS);
    graph.baseConvertInto(
        graph.input("in", Domain.COEFF, 1, primes.range(0, LIMBS)),
        graph.output("out", Domain.COEFF, 1, primes.range(LIMBS, 2 * LIMBS)));
    return graph.build();
  }

  private static CommandGraph combinations(int logN, int rows, int combined, Lane lane) {
    GraphBuilder graph = CommandGraph.builder(logN, rows);
    RnsBasis prime = lane.primes(logN, 1);
    long[][] weights = new long[combined][combined];
    for (int r = 0; r < combined; r++) {
      int row = r;
      // From 2 to 127, every other one negative.
      Arrays.setAll(weights[r], c -> weight(row * combined + c));
    }
    graph.linearCombinationInto(
        graph.input("in", Domain.EVAL, combined, prime),
        ScalarMatrix.dense(weights),
        List.of(),
        graph.output("out", Domain.EVAL, combined, prime));
    return graph.build();
  }

  private static long weight(int at) {
    long size = 2L + at % (WEIGHT_RANGE - 1);
    return at % 2 == 0 ? size : -size;
  }
}
