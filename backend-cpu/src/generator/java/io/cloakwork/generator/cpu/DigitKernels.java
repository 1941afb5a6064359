package io.cloakwork.generator.cpu;

import java.util.ArrayList;
import java.util.List;

/// The kernels of linear combinations: sums of digits times weights for up to six rows at once, and
/// the way from balanced doubles to digits and back.
final class DigitKernels {

  /// The most rows of a pass: `DigitOps.MAX_ROWS`.
  private static final int MAX_ROWS = 6;

  private final Source source;
  private final BalancedCode code;

  DigitKernels(Source source, BalancedCode code) {
    this.source = source;
    this.code = code;
  }

  /// Vectors of each row in a pass: six times as many sums, the digits and a weight fill the 32
  /// (with eight lanes) or 16 registers.
  static int vectors(int lanes) {
    return lanes == 8 ? 4 : 2;
  }

  void all() {
    source.line("");
    source.open("%s()", "DigitVectorOps" + code.lanes);
    source.line("super(%d, %d);", code.lanes, vectors(code.lanes));
    source.close();
    for (int rows = 1; rows <= MAX_ROWS; rows++) {
      sums(rows);
    }
    split();
    for (int digits = 1; digits <= 2; digits++) {
      join("joinFirst" + digits, digits, true);
      join("joinNext" + digits, digits, false);
    }
  }

  private void sums(int rows) {
    int vectors = vectors(code.lanes);
    source.method(
        "sums" + rows,
        "double[] scratch",
        "int panel",
        "int width",
        "int[] at",
        "int first",
        "int last",
        "double[] weights",
        "int weight",
        "int sums");
    source.open("for (int i = 0; i < width; i += %d)", vectors * code.lanes);
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        source.line("DoubleVector s%d%d = DoubleVector.zero(S);", r, v);
      }
    }
    source.line("int w = weight;");
    source.open("for (int k = first; k < last; k++, w += %d)", rows);
    source.line("int column = panel + at[k] + i;");
    for (int v = 0; v < vectors; v++) {
      source.line("var x%d = DoubleVector.fromArray(S, scratch, column + %d);", v, v * code.lanes);
    }
    for (int r = 0; r < rows; r++) {
      source.line("var w%d = DoubleVector.broadcast(S, weights[w + %d]);", r, r);
      for (int v = 0; v < vectors; v++) {
        source.line("s%d%d = x%d.fma(w%d, s%d%d);", r, v, v, r, r, v);
      }
    }
    source.close();
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        code.store(
            "s%d%d".formatted(r, v),
            "scratch",
            "sums + %d * width + i + %d".formatted(r, v * code.lanes));
      }
    }
    source.close();
    source.close();
  }

  private void split() {
    source.method(
        "splitRow",
        "double[] in",
        "int io",
        "int count",
        "double splitter",
        "double[] scratch",
        "int digits");
    source.line("DoubleVector grid = DoubleVector.broadcast(S, splitter);");
    source.open("for (int i = 0; i < count; i += %d)", code.lanes);
    String a = code.load("in", "io + i");
    String high = code.sub(code.add(a, "grid"), "grid");
    code.store(code.sub(a, high), "scratch", "digits + i");
    code.store(high, "scratch", "digits + count + i");
    source.close();
    source.close();
  }

  private void join(String name, int digits, boolean first) {
    List<String> parameters = new ArrayList<>(List.of("double[] scratch", "int sums", "int count"));
    if (!first) {
      parameters.add("double factor");
    }
    parameters.addAll(
        List.of("double offset", "double[] out", "int oo", "double modulus", "double inverse"));
    source.method(name, parameters.toArray(String[]::new));
    code.modulus();
    String offset = code.broadcast("offset");
    LaneCode.Factor factor = first ? null : code.factor("factor", "factor / modulus");
    source.open("for (int i = 0; i < count; i += %d)", code.lanes);
    String sum = code.reduce(code.load("scratch", "sums + i"));
    if (digits == 2) {
      sum = code.add(sum, code.reduce(code.load("scratch", "sums + count + i")));
    }
    sum = code.add(sum, offset);
    if (!first) {
      sum = code.add(sum, code.product(code.load("out", "oo + i"), factor));
    }
    code.store(code.reduce(sum), "out", "oo + i");
    source.close();
    source.close();
  }
}
