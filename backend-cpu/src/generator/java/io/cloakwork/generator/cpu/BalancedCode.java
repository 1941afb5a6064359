package io.cloakwork.generator.cpu;

/// Balanced doubles: the same operations in the same order as `BalancedMath`.
final class BalancedCode extends LaneCode {

  BalancedCode(Source source, int lanes) {
    super(source, lanes);
  }

  @Override
  String lane() {
    return "Fast";
  }

  @Override
  String element() {
    return "double";
  }

  @Override
  String vector() {
    return "DoubleVector";
  }

  @Override
  void constants() {
    source.line(
        "private static final VectorSpecies<Double> S = DoubleVector.SPECIES_%d;", 64 * lanes);
    source.line(
        "private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_%d;", 64 * lanes);
    Transposition.constants(source, lanes, "Double");
  }

  @Override
  boolean isReducedOnTheWay() {
    return true;
  }

  @Override
  void modulus() {
    source.line("DoubleVector q = DoubleVector.broadcast(S, modulus);");
    source.line("DoubleVector negatedQ = DoubleVector.broadcast(S, -modulus);");
    source.line("DoubleVector inverseQ = DoubleVector.broadcast(S, inverse);");
    source.line("DoubleVector negatedInverseQ = DoubleVector.broadcast(S, -inverse);");
    source.line("DoubleVector round = DoubleVector.broadcast(S, BalancedMath.ROUND);");
  }

  @Override
  String[] headTables() {
    return new String[] {"double[] w", "double[] wOverQ", "double modulus", "double inverse"};
  }

  @Override
  String[] tailTables() {
    return new String[] {"double[] w", "double modulus", "double inverse"};
  }

  @Override
  Factor headFactor(String index) {
    return factor("w[%s]".formatted(index), "wOverQ[%s]".formatted(index));
  }

  @Override
  Factor factor(String value, String quotient) {
    String w = broadcast(value);
    return new Factor(w, source.let("%s.neg()", w), broadcast(quotient), null, null);
  }

  @Override
  Factor tailFactor(String index) {
    return unprepared(load("w", index));
  }

  /// A factor whose quotient by q is not known.
  Factor unprepared(String w) {
    return new Factor(w, source.let("%s.neg()", w), null, null, null);
  }

  String fma(String a, String b, String c) {
    return source.let("%s.fma(%s, %s)", a, b, c);
  }

  /// The expression of a·b rounded to an integer. Expressions are nested where a value is used
  /// once: every local variable costs bytecodes, and C1 and C2 give up on methods with too many.
  private static String rounded(String a, String b) {
    return "%s.fma(%s, round).sub(round)".formatted(a, b);
  }

  @Override
  String product(String a, Factor w) {
    if (w.quotient() == null) {
      String negatedProduct = mul(a, w.negated());
      return remainder(a, w, negatedProduct, rounded(negatedProduct, "negatedInverseQ"));
    }
    return remainder(a, w, mul(a, w.negated()), rounded(a, w.quotient()));
  }

  private String remainder(String a, Factor w, String negatedProduct, String quotient) {
    return source.let(
        "%s.fma(%s, %s).sub(%s.fma(q, %s))",
        a, w.value(), negatedProduct, quotient, negatedProduct);
  }

  String reduce(String a) {
    return fma(rounded(a, "inverseQ"), "negatedQ", a);
  }

  @Override
  String forwardLow(String a, boolean reduce) {
    return reduce ? reduce(a) : a;
  }

  @Override
  String sum(String a, String b) {
    return add(a, b);
  }

  @Override
  String difference(String a, String b) {
    return sub(a, b);
  }

  @Override
  String inverseSum(String a, String b, boolean reduce) {
    String sum = add(a, b);
    return reduce ? reduce(sum) : sum;
  }

  @Override
  String limit(String a) {
    return reduce(a);
  }

  @Override
  String scaled(String a, Factor factor) {
    return product(a, factor);
  }

  @Override
  String finish(String a) {
    return reduce(a);
  }

  @Override
  String interleave(String a, String b, int distance, boolean high) {
    return lanes == 8
        ? source.let(
            "%s.selectFrom(%s.reinterpretAsLongs(), %s.reinterpretAsLongs()).reinterpretAsDoubles()",
            Transposition.name(distance, high), a, b)
        : source.let(Transposition.blend(a, b, distance, high));
  }
}
