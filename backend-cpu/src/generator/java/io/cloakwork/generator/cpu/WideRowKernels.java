package io.cloakwork.generator.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The element-wise kernels of the wide lane: canonical words in, canonical words out.
final class WideRowKernels {

  /// The terms of a sum of products between reductions: `WideOps.SUM_TERMS`.
  private static final int SUM_TERMS = 4;

  private final Source source;
  private final WordCode code;

  WideRowKernels(Source source, WordCode code) {
    this.source = source;
    this.code = code;
  }

  void all() {
    row("add", List.of("a", "b"), () -> code.once(code.add(at("a"), at("b")), "q"));
    row("sub", List.of("a", "b"), () -> wrapped(code.sub(at("a"), at("b"))));
    row("neg", List.of("a"), () -> wrapped(source.let("%s.neg()", at("a"))));
    row("mul", List.of("a", "b"), () -> barrett("a", "b"));
    row(
        "mulAdd",
        List.of("a", "b", "c"),
        () -> code.once(code.add(barrett("a", "b"), at("c")), "q"));
    mulScalar();
    subMulScalar();
    scaleToCanonical();
    for (int terms = 1; terms <= SUM_TERMS; terms++) {
      innerProduct(terms, false);
    }
    innerProduct(SUM_TERMS, true);
    addDigits();
    addFastDigits();
  }

  private String at(String array) {
    return code.load(array, array + "o + i");
  }

  /// a + q where a is negative: the smaller of both as unsigned words.
  private String wrapped(String a) {
    return source.let("%s.lanewise(VectorOperators.UMIN, %s.add(q))", a, a);
  }

  private void constants() {
    source.line("long modulus = t.q;");
    code.modulus();
    source.line("LongVector barrett = LongVector.broadcast(S, t.barrett);");
    source.line("LongVector barrettLow = barrett.and(mask);");
    source.line("LongVector barrettHigh = barrett.lanewise(VectorOperators.LSHR, 32);");
  }

  private void row(String name, List<String> operands, Supplier<String> body) {
    begin(name, operands);
    constants();
    loop("t.plan.degree()", body);
    source.close();
  }

  private void begin(String name, List<String> operands, String... more) {
    List<String> parameters = new ArrayList<>(List.of("WideTables t"));
    for (String operand : operands) {
      parameters.add("long[] " + operand);
      parameters.add("int " + operand + "o");
    }
    parameters.addAll(List.of(more));
    parameters.addAll(List.of("long[] out", "int oo"));
    source.method(name, parameters.toArray(String[]::new));
  }

  private void loop(String end, Supplier<String> body) {
    source.line("int end = %s;", end);
    source.open("for (int i = 0; i < end; i += %d)", code.lanes);
    code.store(body.get(), "out", "oo + i");
    source.close();
  }

  /// The four 32-bit partial products: low·low, both mixed ones added, high·high. Factors are below
  /// 2^61, so the mixed sum is below 2^62.
  private String[] partialProducts(String a, String b) {
    String aLow = code.low(a);
    String aHigh = code.high(a);
    String bLow = code.low(b);
    String bHigh = code.high(b);
    String mixed = code.add(code.mul(aLow, bHigh), code.mul(aHigh, bLow));
    return new String[] {code.mul(aLow, bLow), mixed, code.mul(aHigh, bHigh)};
  }

  /// As `WordMath.multiply`; the approximate high product leaves r in \[0, 5q).
  private String barrett(String a, String b) {
    String x = at(a);
    String y = at(b);
    String[] parts = partialProducts(x, y);
    String middle = code.add(parts[1], code.high(parts[0]));
    String high = code.add(parts[2], code.high(middle));
    String low = code.mul(x, y);
    String top =
        source.let(
            "%s.lanewise(VectorOperators.LSHL, 65 - t.bits).or(%s.lanewise(VectorOperators.LSHR, t.bits - 1))",
            high, low);
    String quotient = code.highProduct(top, "barrettLow", "barrettHigh");
    return code.finish(source.let("%s.sub(%s.mul(q))", low, quotient));
  }

  private void mulScalar() {
    begin("mulScalar", List.of("a"), "long scalar");
    constants();
    LaneCode.Factor factor = code.factor("scalar", "Shoup.quotient(scalar, modulus)");
    loop("t.plan.degree()", () -> code.scaled(at("a"), factor));
    source.close();
  }

  private void subMulScalar() {
    begin("subMulScalar", List.of("a", "b"), "long scalar");
    constants();
    LaneCode.Factor factor = code.factor("scalar", "Shoup.quotient(scalar, modulus)");
    loop("t.plan.degree()", () -> code.scaled(code.add(code.sub(at("a"), at("b")), "q"), factor));
    source.close();
  }

  private void scaleToCanonical() {
    begin("scaleToCanonical", List.of("a"), "long addend", "long scalar");
    constants();
    String addend = code.broadcast("addend");
    LaneCode.Factor factor = code.factor("scalar", "Shoup.quotient(scalar, modulus)");
    loop("t.plan.degree()", () -> code.scaled(code.add(at("a"), addend), factor));
    source.close();
  }

  /// Partial products are added apart, in 32-bit digits that have room for many terms.
  private void innerProduct(int terms, boolean accumulated) {
    source.method(
        "%s%d".formatted(accumulated ? "addInnerProduct" : "innerProduct", terms),
        "WideTables t",
        "Rows[] a",
        "int[] ao",
        "Rows[] b",
        "int[] bo",
        "int first",
        "long[] out",
        "int oo");
    constants();
    LaneCode.Factor radix = code.factor("t.wordRadix", "t.wordRadixQuotient");
    LaneCode.Factor one = code.factor("1", "t.oneQuotient");
    for (int d = 0; d < terms; d++) {
      for (String side : new String[] {"a", "b"}) {
        source.line("long[] %s%d = %s[first + %d].wide();", side, d, side, d);
        source.line("int %so%d = %so[first + %d];", side, d, side, d);
      }
    }
    loop(
        "t.plan.degree()",
        () -> {
          String sum = sumOfProducts(terms, radix, one);
          return accumulated ? code.once(code.add(sum, code.load("out", "oo + i")), "q") : sum;
        });
    source.close();
  }

  private String sumOfProducts(int terms, LaneCode.Factor radix, LaneCode.Factor one) {
    String low = null;
    String middle = null;
    String high = null;
    for (int d = 0; d < terms; d++) {
      String x = code.load("a" + d, "ao%d + i".formatted(d));
      String y = code.load("b" + d, "bo%d + i".formatted(d));
      String[] parts = partialProducts(x, y);
      String mixed = code.add(parts[1], code.high(parts[0]));
      String top = code.add(parts[2], code.high(mixed));
      low = low == null ? code.low(parts[0]) : code.add(low, code.low(parts[0]));
      middle = middle == null ? code.low(mixed) : code.add(middle, code.low(mixed));
      high = high == null ? top : code.add(high, top);
    }
    String carried = code.add(middle, code.high(low));
    String word =
        source.let("%s.and(mask).or(%s.lanewise(VectorOperators.LSHL, 32))", low, carried);
    String overflow = code.add(high, code.high(carried));
    return code.finish(code.add(code.product(overflow, radix), code.product(word, one)));
  }

  private void addDigits() {
    source.method(
        "addDigits",
        "WideTables t",
        "long[] digits",
        "int offset",
        "long word",
        "long quotient",
        "int count",
        "long[] out",
        "int oo");
    constants();
    LaneCode.Factor factor = code.factor("word", "quotient");
    loop("count", () -> added(code.load("digits", "offset + i"), factor));
    source.close();
  }

  private void addFastDigits() {
    source.method(
        "addFastDigits",
        "WideTables t",
        "double[] digits",
        "int offset",
        "long word",
        "long quotient",
        "int count",
        "long[] out",
        "int oo");
    constants();
    source.line(
        "DoubleVector unit = DoubleVector.broadcast(DoubleVector.SPECIES_%d, 0x1p52);",
        64 * code.lanes);
    source.line("LongVector unitBits = unit.reinterpretAsLongs();");
    LaneCode.Factor factor = code.factor("word", "quotient");
    loop(
        "count",
        () -> {
          String digit =
              source.let(
                  "DoubleVector.fromArray(DoubleVector.SPECIES_%d, digits, offset + i)"
                      .formatted(64 * code.lanes));
          return added(
              source.let("%s.add(unit).reinterpretAsLongs().sub(unitBits)", digit), factor);
        });
    source.close();
  }

  private String added(String digit, LaneCode.Factor factor) {
    String product = code.scaled(digit, factor);
    return code.once(code.add(product, code.load("out", "oo + i")), "q");
  }
}
