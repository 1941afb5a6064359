package io.cloakwork.generator.cpu;

/// Words below 2^61 in lazy ranges: all values of a transform are unsigned and below 8q ≤ 2^64.
///
/// There is no high product of words among the vector operations. The quotient of Shoup's method is
/// put together from three of the four 32-bit partial products; what is left out makes it two too
/// small at most, so products are in \[0, 4q) rather than \[0, 2q).
final class WordCode extends LaneCode {

  WordCode(Source source, int lanes) {
    super(source, lanes);
  }

  @Override
  String lane() {
    return "Wide";
  }

  @Override
  String element() {
    return "long";
  }

  @Override
  String vector() {
    return "LongVector";
  }

  /// The name that both lanes' classes have for it.
  @Override
  String species() {
    return "LONGS";
  }

  @Override
  void constants() {
    source.line("private static final VectorSpecies<Long> S = LongVector.SPECIES_%d;", 64 * lanes);
    source.line("private static final VectorSpecies<Long> LONGS = S;");
    Transposition.constants(source, lanes, "Long");
  }

  @Override
  boolean isReducedOnTheWay() {
    return false;
  }

  @Override
  void modulus() {
    source.line("LongVector q = LongVector.broadcast(LONGS, modulus);");
    source.line("LongVector q2 = LongVector.broadcast(LONGS, 2 * modulus);");
    source.line("LongVector q4 = LongVector.broadcast(LONGS, 4 * modulus);");
    source.line("LongVector mask = LongVector.broadcast(LONGS, 0xFFFFFFFFL);");
  }

  @Override
  String[] headTables() {
    return new String[] {"long[] w", "long[] wQuotient", "long modulus"};
  }

  @Override
  String[] tailTables() {
    return headTables();
  }

  @Override
  Factor headFactor(String index) {
    return factor("w[%s]".formatted(index), "wQuotient[%s]".formatted(index));
  }

  @Override
  Factor tailFactor(String index) {
    return prepared(load("w", index), load("wQuotient", index));
  }

  @Override
  Factor factor(String value, String quotient) {
    return prepared(broadcast(value), broadcast(quotient));
  }

  private Factor prepared(String value, String quotient) {
    return new Factor(value, null, quotient, low(quotient), high(quotient));
  }

  String low(String a) {
    return source.let("%s.and(mask)", a);
  }

  String high(String a) {
    return source.let("%s.lanewise(VectorOperators.LSHR, 32)", a);
  }

  /// The expression of floor(a·b/2^64) − 2 … floor(a·b/2^64), b in halves. Expressions are nested
  /// where a value is used once: every local variable costs bytecodes, and C1 and C2 give up on
  /// methods with too many.
  String highProduct(String a, String bLow, String bHigh) {
    String aLow = low(a);
    String aHigh = high(a);
    String shift = "lanewise(VectorOperators.LSHR, 32)";
    return "%s.mul(%s).add(%s.mul(%s).%s).add(%s.mul(%s).%s)"
        .formatted(aHigh, bHigh, aHigh, bLow, shift, aLow, bHigh, shift);
  }

  /// In \[0, 4q) for every unsigned word a.
  @Override
  String product(String a, Factor w) {
    String quotient = highProduct(a, w.low(), w.high());
    return source.let("%s.mul(%s).sub(%s.mul(q))", a, w.value(), quotient);
  }

  /// a − bound where that is not negative, for a < 2·bound: the smaller of both as unsigned words.
  String once(String a, String bound) {
    return source.let("%s.lanewise(VectorOperators.UMIN, %s.sub(%s))", a, a, bound);
  }

  @Override
  String forwardLow(String a, boolean reduce) {
    return once(a, "q4");
  }

  @Override
  String sum(String a, String b) {
    return add(a, b);
  }

  @Override
  String difference(String a, String b) {
    return source.let("%s.sub(%s).add(q4)", a, b);
  }

  @Override
  String inverseSum(String a, String b, boolean reduce) {
    return once(add(a, b), "q4");
  }

  @Override
  String limit(String a) {
    return a;
  }

  @Override
  String scaled(String a, Factor factor) {
    return once(once(product(a, factor), "q2"), "q");
  }

  /// From \[0, 8q).
  @Override
  String finish(String a) {
    return once(once(once(a, "q4"), "q2"), "q");
  }

  @Override
  String interleave(String a, String b, int distance, boolean high) {
    return lanes == 8
        ? source.let("%s.selectFrom(%s, %s)", Transposition.name(distance, high), a, b)
        : source.let(Transposition.blend(a, b, distance, high));
  }
}
