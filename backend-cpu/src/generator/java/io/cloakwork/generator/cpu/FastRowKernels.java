package io.cloakwork.generator.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// The element-wise kernels of the fast lane.
final class FastRowKernels {

  /// The most terms of a sum of products between reductions: `FastOps.SUM_TERMS`.
  private static final int SUM_TERMS = 8;

  /// The most terms of two sums in one pass: `FastOps.PAIR_TERMS`.
  private static final int PAIR_TERMS = 5;

  private final Source source;
  private final BalancedCode code;

  FastRowKernels(Source source, BalancedCode code) {
    this.source = source;
    this.code = code;
  }

  void all() {
    row("add", List.of("a", "b"), () -> code.reduce(code.add(at("a"), at("b"))));
    row("sub", List.of("a", "b"), () -> code.reduce(code.sub(at("a"), at("b"))));
    row("neg", List.of("a"), () -> source.let("%s.neg()", at("a")));
    row("mul", List.of("a", "b"), () -> product("a", "b"));
    row("mulAdd", List.of("a", "b", "c"), () -> code.reduce(code.add(product("a", "b"), at("c"))));
    tensorProduct();
    mulScalar();
    subMulScalar();
    scaleToCanonical();
    for (int terms = 1; terms <= SUM_TERMS; terms++) {
      innerProduct(terms, false);
      gather(terms, false);
    }
    innerProduct(SUM_TERMS, true);
    for (int terms = 1; terms <= PAIR_TERMS; terms++) {
      innerProductPair(terms, false);
    }
    innerProductPair(PAIR_TERMS, true);
    gather(SUM_TERMS, true);
    reduceDigits();
    gatherWideDigits();
    if (code.lanes == 8) {
      permute();
    }
    fromWords();
    toWords();
  }

  private String at(String array) {
    return code.load(array, array + "o + i");
  }

  private String product(String a, String b) {
    String x = at(a);
    return code.product(x, code.unprepared(at(b)));
  }

  private void constants() {
    source.line("double modulus = t.q;");
    source.line("double inverse = t.inverseQ;");
    code.modulus();
  }

  private void row(String name, List<String> operands, Supplier<String> body) {
    begin(name, operands);
    constants();
    loop("t.plan.degree()", body);
    source.close();
  }

  private void begin(String name, List<String> operands, String... more) {
    List<String> parameters = new ArrayList<>(List.of("FastTables t"));
    for (String operand : operands) {
      parameters.add("double[] " + operand);
      parameters.add("int " + operand + "o");
    }
    parameters.addAll(List.of(more));
    parameters.addAll(List.of("double[] out", "int oo"));
    source.method(name, parameters.toArray(String[]::new));
  }

  private void loop(String end, Supplier<String> body) {
    source.line("int end = %s;", end);
    source.open("for (int i = 0; i < end; i += %d)", code.lanes);
    code.store(body.get(), "out", "oo + i");
    source.close();
  }

  /// All loads come before all stores: rows are read once.
  private void tensorProduct() {
    List<String> parameters = new ArrayList<>(List.of("FastTables t"));
    for (String row : List.of("a0 ao0", "a1 ao1", "b0 bo0", "b1 bo1")) {
      parameters.add("double[] " + row.substring(0, 2));
      parameters.add("int " + row.substring(3));
    }
    for (String row : List.of("low", "cross", "high")) {
      parameters.add("double[] " + row);
      parameters.add("int " + row + "At");
    }
    source.method("tensorProduct", parameters.toArray(String[]::new));
    constants();
    source.line("int end = t.plan.degree();");
    source.open("for (int i = 0; i < end; i += %d)", code.lanes);
    String a0 = code.load("a0", "ao0 + i");
    String a1 = code.load("a1", "ao1 + i");
    LaneCode.Factor b0 = code.unprepared(code.load("b0", "bo0 + i"));
    LaneCode.Factor b1 = code.unprepared(code.load("b1", "bo1 + i"));
    code.store(code.product(a0, b0), "low", "lowAt + i");
    String cross = code.add(code.product(a1, b0), code.product(a0, b1));
    code.store(code.reduce(cross), "cross", "crossAt + i");
    code.store(code.product(a1, b1), "high", "highAt + i");
    source.close();
    source.close();
  }

  private void mulScalar() {
    begin("mulScalar", List.of("a"), "double scalar");
    constants();
    LaneCode.Factor factor = code.factor("scalar", "scalar / modulus");
    loop("t.plan.degree()", () -> code.product(at("a"), factor));
    source.close();
  }

  private void subMulScalar() {
    begin("subMulScalar", List.of("a", "b"), "double scalar");
    constants();
    LaneCode.Factor factor = code.factor("scalar", "scalar / modulus");
    loop("t.plan.degree()", () -> code.product(code.sub(at("a"), at("b")), factor));
    source.close();
  }

  private void scaleToCanonical() {
    begin("scaleToCanonical", List.of("a"), "double addend", "double scalar");
    constants();
    String addend = code.broadcast("addend");
    LaneCode.Factor factor = code.factor("scalar", "scalar / modulus");
    loop("t.plan.degree()", () -> canonical(code.product(code.add(at("a"), addend), factor)));
    source.close();
  }

  private String canonical(String a) {
    return source.let("%s.add(q, %s.compare(VectorOperators.LT, 0.0))", a, a);
  }

  /// Σ x_d·y_d on the grid of `BalancedMath.GRID`: the high sum takes a product rounded to the
  /// grid, the low sum what was lost, exactly.
  private String gridSum(int terms, IntFunction<String> x, IntFunction<String> y) {
    String high = "grid";
    String low = null;
    for (int d = 0; d < terms; d++) {
      String u = x.apply(d);
      String v = y.apply(d);
      String next = code.fma(u, v, high);
      String lost = code.fma(u, v, code.sub(high, next));
      low = d == 0 ? lost : code.add(lost, low);
      high = next;
    }
    String grid = code.sub(high, "grid");
    String quotient = source.let("%s.fma(inverseQ, roundEven).sub(roundEven)", grid);
    return code.add(code.fma(quotient, "negatedQ", grid), code.reduce(low));
  }

  /// Two sums with the same first factors.
  private void innerProductPair(int terms, boolean accumulated) {
    source.method(
        "%s%d".formatted(accumulated ? "addInnerProductPair" : "innerProductPair", terms),
        "FastTables t",
        "Rows[] a",
        "int[] ao",
        "Rows[] b",
        "int[] bo",
        "Rows[] c",
        "int[] co",
        "int first",
        "double[] outB",
        "int oob",
        "double[] outC",
        "int ooc");
    constants();
    gridConstants();
    for (int d = 0; d < terms; d++) {
      for (String side : new String[] {"a", "b", "c"}) {
        source.line("double[] %s%d = %s[first + %d].fast();", side, d, side, d);
        source.line("int %so%d = %so[first + %d];", side, d, side, d);
      }
    }
    source.line("int end = t.plan.degree();");
    source.open("for (int i = 0; i < end; i += %d)", code.lanes);
    String[] a = new String[terms];
    for (int d = 0; d < terms; d++) {
      a[d] = code.load("a" + d, "ao%d + i".formatted(d));
    }
    for (String side : new String[] {"b", "c"}) {
      String sum =
          gridSum(terms, d -> a[d], d -> code.load(side + d, "%so%d + i".formatted(side, d)));
      String out = "b".equals(side) ? "outB" : "outC";
      String at = "oo%s + i".formatted(side);
      code.store(code.reduce(accumulated ? code.add(sum, code.load(out, at)) : sum), out, at);
    }
    source.close();
    source.close();
  }

  private void gridConstants() {
    source.line("DoubleVector grid = DoubleVector.broadcast(S, BalancedMath.GRID);");
    source.line("DoubleVector roundEven = DoubleVector.broadcast(S, BalancedMath.ROUND_EVEN);");
  }

  private void innerProduct(int terms, boolean accumulated) {
    source.method(
        "%s%d".formatted(accumulated ? "addInnerProduct" : "innerProduct", terms),
        "FastTables t",
        "Rows[] a",
        "int[] ao",
        "Rows[] b",
        "int[] bo",
        "int first",
        "double[] out",
        "int oo");
    constants();
    gridConstants();
    for (int d = 0; d < terms; d++) {
      for (String side : new String[] {"a", "b"}) {
        source.line("double[] %s%d = %s[first + %d].fast();", side, d, side, d);
        source.line("int %so%d = %so[first + %d];", side, d, side, d);
      }
    }
    loop(
        "t.plan.degree()",
        () -> {
          String sum =
              gridSum(
                  terms,
                  d -> code.load("a" + d, "ao%d + i".formatted(d)),
                  d -> code.load("b" + d, "bo%d + i".formatted(d)));
          return code.reduce(accumulated ? code.add(sum, code.load("out", "oo + i")) : sum);
        });
    source.close();
  }

  /// The first sum starts from the shift, so that the row is written without being read.
  private void gather(int terms, boolean accumulated) {
    source.method(
        "%s%d".formatted(accumulated ? "addDigits" : "digits", terms),
        "FastTables t",
        "Rows[] sources",
        "int[] offsets",
        "GatherWeights weights",
        "int first",
        "int from",
        "int count",
        "double[] out",
        "int oo");
    constants();
    gridConstants();
    List<String> factors = new ArrayList<>();
    for (int d = 0; d < terms; d++) {
      source.line("int s%d = weights.fastSources[first + %d];", d, d);
      source.line("double[] y%d = sources[s%d].fast();", d, d);
      source.line("int yo%d = offsets[s%d] + from;", d, d);
      factors.add(code.broadcast("weights.factors[s%d]".formatted(d)));
    }
    String shift = accumulated ? null : code.broadcast("-weights.shift");
    loop(
        "count",
        () -> {
          String sum =
              gridSum(terms, d -> code.load("y" + d, "yo%d + i".formatted(d)), factors::get);
          return code.reduce(code.add(sum, accumulated ? code.load("out", "oo + i") : shift));
        });
    source.close();
  }

  private void reduceDigits() {
    begin("reduceDigits", List.of("y"), "double shift", "int count");
    constants();
    String shift = code.broadcast("shift");
    loop("count", () -> code.reduce(code.sub(at("y"), shift)));
    source.close();
  }

  private void gatherWideDigits() {
    source.method(
        "addWideDigits",
        "FastTables t",
        "long[] digits",
        "int offset",
        "double factor",
        "double highFactor",
        "int count",
        "double[] out",
        "int oo");
    constants();
    source.line(
        "LongVector lowMask = LongVector.broadcast(LONGS, (1L << GatherWeights.SPLIT_BITS) - 1);");
    unsignedConstants();
    LaneCode.Factor low = code.factor("factor", "factor / modulus");
    LaneCode.Factor high = code.factor("highFactor", "highFactor / modulus");
    loop(
        "count",
        () -> {
          String digit = source.let("LongVector.fromArray(LONGS, digits, offset + i)");
          String top =
              source.let("%s.lanewise(VectorOperators.LSHR, GatherWeights.SPLIT_BITS)", digit);
          String bottom = source.let("%s.and(lowMask)", digit);
          String sum =
              code.add(code.product(toDouble(top), high), code.product(toDouble(bottom), low));
          return code.reduce(code.add(sum, code.load("out", "oo + i")));
        });
    source.close();
  }

  /// 2^52 as a double has the bits that make the low 52 bits of a word its fraction.
  private void unsignedConstants() {
    source.line("DoubleVector unit = DoubleVector.broadcast(S, 0x1p52);");
    source.line("LongVector unitBits = unit.reinterpretAsLongs();");
  }

  private String toDouble(String word) {
    return source.let("%s.or(unitBits).reinterpretAsDoubles().sub(unit)", word);
  }

  /// Automorphisms by `LaneAutomorphism`. With 4 lanes there is no instruction that picks lanes by
  /// number from a vector: those stay scalar.
  private void permute() {
    source.method(
        "permute",
        "FastTables t",
        "double[] in",
        "int io",
        "Permutation p",
        "double[] out",
        "int oo");
    source.line("LaneAutomorphism map = p.byLanes();");
    source.open("if (map == null)");
    source.line("super.permute(t, in, io, p, out, oo);");
    source.line("return;");
    source.close();
    source.line("int blocks = map.sourceBlocks.length;");
    for (int h = 0; h < code.lanes; h++) {
      source.line("int from%d = io + map.sourceVectors[%d];", h, h);
      source.line("int to%d = oo + map.resultVectors[%d];", h, h);
    }
    source.open("for (int i = 0; i < blocks; i++)");
    source.line("int j = map.sourceBlocks[i];");
    source.line("int t0 = map.offsets[i];");
    source.line(
        "LongVector lanes = LongVector.fromArray(LONGS, map.lanes, (t0 & %d) * %d);",
        code.lanes - 1, code.lanes);
    String[] x = new String[code.lanes];
    for (int h = 0; h < x.length; h++) {
      String loaded = code.load("in", "from%d + j".formatted(h));
      x[h] =
          source.let(
              "lanes.selectFrom(%s.reinterpretAsLongs(), %s.reinterpretAsLongs())"
                  + ".reinterpretAsDoubles()",
              loaded, loaded);
    }
    rotateLanes(x);
    for (int h = 0; h < x.length; h++) {
      code.store(x[h], "out", "to%d + i * %d".formatted(h, code.lanes * code.lanes));
    }
    source.close();
    source.close();
  }

  /// Every lane by its own number of places among the vectors.
  private void rotateLanes(String[] x) {
    for (int round = 0; round < code.logLanes(); round++) {
      source.line(
          "VectorMask<Double> moved%d = VectorMask.fromLong(S, map.rounds[t0 * %d + %d]);",
          round, code.logLanes(), round);
      String[] before = x.clone();
      for (int h = 0; h < x.length; h++) {
        String next = before[(h + (1 << round)) % x.length];
        x[h] = source.let("%s.blend(%s, moved%d)", before[h], next, round);
      }
    }
  }

  private void fromWords() {
    source.line("");
    source.line("@Override");
    source.open("boolean wordsToRow(FastTables t, long[] words, int count, double[] out, int oo)");
    constants();
    unsignedConstants();
    source.line("DoubleVector half = DoubleVector.broadcast(S, (double) ((long) modulus >>> 1));");
    source.line("LongVector largest = LongVector.broadcast(LONGS, (long) modulus - 1);");
    source.line("LongVector outside = LongVector.zero(LONGS);");
    source.line("int end = count;");
    source.open("for (int i = 0; i < end; i += %d)", code.lanes);
    source.line("var word = LongVector.fromArray(LONGS, words, i);");
    // Negative exactly when the word is not in [0, q).
    // What a loop carries is an operand, not a receiver: C2 knows the class of a fresh vector, and
    // inlines its methods without having seen them run.
    source.line("outside = largest.sub(word).or(word).or(outside);");
    source.line("var value = word.or(unitBits).reinterpretAsDoubles().sub(unit);");
    source.line("value.sub(q, value.compare(VectorOperators.GT, half)).intoArray(out, oo + i);");
    source.close();
    source.line("return LongVector.zero(LONGS).or(outside).reduceLanes(VectorOperators.OR) >= 0;");
    source.close();
  }

  private void toWords() {
    source.method("toWords", "FastTables t", "double[] in", "int io", "long[] words", "int count");
    constants();
    unsignedConstants();
    source.open("for (int i = 0; i < count; i += %d)", code.lanes);
    String value = canonical(code.load("in", "io + i"));
    source.line("%s.add(unit).reinterpretAsLongs().sub(unitBits).intoArray(words, i);", value);
    source.close();
    source.close();
  }
}
