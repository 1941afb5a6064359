package io.cloakwork.generator.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The passes of the transforms: butterfly networks of 2, 4 or 8 points on vectors, and the last
/// stages inside blocks of L² values. `NttPlan` says how a transform is made of them.
final class TransformKernels {

  private final Source source;
  private final LaneCode code;
  private final int mostStages;

  /// @param mostStages log2 of the largest radix of a pass
  TransformKernels(Source source, LaneCode code, int mostStages) {
    this.source = source;
    this.code = code;
    this.mostStages = mostStages;
  }

  void all() {
    for (int stages = 1; stages <= mostStages; stages++) {
      forwardPass(stages, false);
      if (code.isReducedOnTheWay()) {
        forwardPass(stages, true);
      }
      inversePass(stages);
    }
    for (int stages = 1; stages <= mostStages; stages++) {
      lastPass(stages);
    }
    forwardAdjacent(false);
    if (code.isReducedOnTheWay()) {
      forwardAdjacent(true);
    }
    inverseAdjacent();
    // C1 refuses the long products of the wide lane and a transposition in one method.
    boolean transposed = code.isReducedOnTheWay();
    forwardLanes(transposed);
    inverseLanes(transposed);
    if (!transposed) {
      transpose();
    }
  }

  /// Blocks [first, last) of 2^stages vectors at distance `stride`; the first stage has `blocks`
  /// blocks in all.
  private void pass(String name, int stages, String[] tables, Runnable body) {
    List<String> parameters =
        new ArrayList<>(
            List.of(
                code.element() + "[] in",
                "int io",
                code.element() + "[] out",
                "int oo",
                "int blocks",
                "int first",
                "int last",
                "int stride"));
    parameters.addAll(Arrays.asList(tables));
    source.method(name, parameters.toArray(String[]::new));
    code.modulus();
    source.open("for (int i = first; i < last; i++)");
    source.line("int start = i * stride << %d;", stages);
    body.run();
    source.close();
    source.close();
  }

  private void innerLoop(int stages, Consumer<String[]> network) {
    source.open("for (int j = start; j < start + stride; j += %d)", code.lanes);
    String[] x = new String[1 << stages];
    for (int k = 0; k < x.length; k++) {
      x[k] = code.load("in", index("io", k));
    }
    network.accept(x);
    for (int k = 0; k < x.length; k++) {
      code.store(x[k], "out", index("oo", k));
    }
    source.close();
  }

  private static String index(String base, int k) {
    return switch (k) {
      case 0 -> base + " + j";
      case 1 -> base + " + j + stride";
      default -> "%s + j + %d * stride".formatted(base, k);
    };
  }

  /// All twiddles of a network, first stage's first: entry 2^s + g is group g of stage s.
  private LaneCode.Factor[] headFactors(int stages) {
    LaneCode.Factor[] factors = new LaneCode.Factor[1 << stages];
    for (int stage = 0; stage < stages; stage++) {
      for (int group = 0; group < 1 << stage; group++) {
        String index =
            stage == 0 ? "blocks + i" : "%d * (blocks + i) + %d".formatted(1 << stage, group);
        factors[(1 << stage) + group] = code.headFactor(index);
      }
    }
    return factors;
  }

  private void forwardPass(int stages, boolean reduce) {
    String name = "forward%d%s".formatted(1 << stages, reduce ? "Reduced" : "");
    pass(
        name,
        stages,
        code.headTables(),
        () -> {
          LaneCode.Factor[] factors = headFactors(stages);
          innerLoop(
              stages,
              x -> forwardNetwork(x, (stage, group) -> factors[(1 << stage) + group], reduce));
        });
  }

  private interface Twiddles {
    LaneCode.Factor at(int stage, int group);
  }

  /// Cooley–Tukey: the upper half of each group is multiplied, then added and subtracted.
  private void forwardNetwork(String[] x, Twiddles twiddles, boolean reduce) {
    for (int stage = 0; x.length >> stage > 1; stage++) {
      forwardStage(x, stage, twiddles, reduce);
    }
  }

  private void forwardStage(String[] x, int stage, Twiddles twiddles, boolean reduce) {
    int half = x.length >> (stage + 1);
    for (int group = 0; group < 1 << stage; group++) {
      LaneCode.Factor factor = twiddles.at(stage, group);
      for (int k = 2 * half * group; k < 2 * half * group + half; k++) {
        String low = code.forwardLow(x[k], reduce && half == 1);
        String product = code.product(x[k + half], factor);
        x[k] = code.sum(low, product);
        x[k + half] = code.difference(low, product);
      }
    }
  }

  private void inversePass(int stages) {
    pass(
        "inverse%d".formatted(1 << stages),
        stages,
        code.headTables(),
        () -> {
          LaneCode.Factor[] factors = headFactors(stages);
          innerLoop(
              stages,
              x -> inverseNetwork(x, (stage, group) -> factors[(1 << stage) + group], null));
        });
  }

  /// The pass that ends in one block scales by N^−1: both outputs of its last stage are products.
  private void lastPass(int stages) {
    List<String> tables = new ArrayList<>(Arrays.asList(code.headTables()));
    for (String name :
        new String[] {"scale", "scaleQuotient", "scaledTwiddle", "scaledTwiddleQuotient"}) {
      tables.add(code.element() + " " + name);
    }
    pass(
        "inverse%dLast".formatted(1 << stages),
        stages,
        tables.toArray(String[]::new),
        () -> {
          LaneCode.Factor[] factors = headFactors(stages);
          LaneCode.Factor scale = code.factor("scale", "scaleQuotient");
          factors[1] = code.factor("scaledTwiddle", "scaledTwiddleQuotient");
          innerLoop(
              stages,
              x -> inverseNetwork(x, (stage, group) -> factors[(1 << stage) + group], scale));
        });
  }

  /// Gentleman–Sande: sums, and differences multiplied; `scale` multiplies the last sums.
  private void inverseNetwork(String[] x, Twiddles twiddles, LaneCode.Factor scale) {
    int stages = Integer.numberOfTrailingZeros(x.length);
    for (int stage = stages - 1; stage >= 0; stage--) {
      int half = x.length >> (stage + 1);
      for (int group = 0; group < 1 << stage; group++) {
        LaneCode.Factor factor = twiddles.at(stage, group);
        for (int k = 2 * half * group; k < 2 * half * group + half; k++) {
          // Only the first of four values is a sum of four on each side.
          boolean sumsOfFour = half == 4 && k == 0;
          String difference = code.difference(x[k], x[k + half]);
          difference = sumsOfFour ? code.limit(difference) : difference;
          boolean scaled = stage == 0 && scale != null;
          String sum = code.inverseSum(x[k], x[k + half], stage == 0 && (!scaled || sumsOfFour));
          x[k] = scaled ? code.scaled(sum, scale) : sum;
          x[k + half] = scaled ? code.scaled(difference, factor) : code.product(difference, factor);
        }
      }
    }
  }

  /// A network on the L vectors of each of the blocks [first, last) of L² values.
  private void blocks(String name, List<String> more, Consumer<String[]> network) {
    int lanes = code.lanes;
    List<String> parameters =
        new ArrayList<>(
            List.of(
                code.element() + "[] in",
                "int io",
                code.element() + "[] out",
                "int oo",
                "int first",
                "int last"));
    parameters.addAll(more);
    source.method(name, parameters.toArray(String[]::new));
    code.modulus();
    source.open("for (int i = first; i < last; i++)");
    source.line("int j = i * %d;", lanes * lanes);
    String[] x = new String[lanes];
    for (int k = 0; k < lanes; k++) {
      x[k] = code.load("in", "io + j + %d".formatted(k * lanes));
    }
    network.accept(x);
    for (int k = 0; k < lanes; k++) {
      code.store(x[k], "out", "oo + j + %d".formatted(k * lanes));
    }
    source.close();
    source.close();
  }

  /// The pass over adjacent vectors, the last before the lanes: each twiddle serves two to eight
  /// butterflies only, so it is fetched where it is needed.
  private void forwardAdjacent(boolean reduce) {
    blocks(
        "forwardAdjacent" + (reduce ? "Reduced" : ""),
        adjacentParameters(),
        x -> forwardNetwork(x, this::adjacentFactor, reduce));
  }

  private void inverseAdjacent() {
    blocks(
        "inverseAdjacent",
        adjacentParameters(),
        x -> inverseNetwork(x, this::adjacentFactor, null));
  }

  private List<String> adjacentParameters() {
    List<String> parameters = new ArrayList<>(List.of("int blocks"));
    parameters.addAll(Arrays.asList(code.headTables()));
    return parameters;
  }

  private LaneCode.Factor adjacentFactor(int stage, int group) {
    return code.headFactor("%d * (blocks + i) + %d".formatted(1 << stage, group));
  }

  private LaneCode.Factor tailFactor(int stage, int group) {
    return code.tailFactor(
        "i * %d + %d"
            .formatted(code.lanes * (code.lanes - 1), ((1 << stage) - 1 + group) * code.lanes));
  }

  private void forwardLanes(boolean transposed) {
    blocks(
        "forwardLanes",
        List.of(code.tailTables()),
        x -> {
          if (transposed) {
            Transposition.emit(code, x);
          }
          forwardNetwork(x, this::tailFactor, false);
          for (int k = 0; k < x.length; k++) {
            x[k] = code.finish(x[k]);
          }
        });
  }

  private void inverseLanes(boolean transposed) {
    blocks(
        "inverseLanes",
        List.of(code.tailTables()),
        x -> {
          inverseNetwork(x, this::tailFactor, null);
          if (transposed) {
            Transposition.emit(code, x);
          }
        });
  }

  private void transpose() {
    blocks("transpose", List.of("long modulus"), x -> Transposition.emit(code, x));
  }
}
