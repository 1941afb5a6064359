package io.cloakwork.generator.cpu;

/// How one lane's arithmetic is written with the Vector API. Methods emit statements and return the
/// names of variables.
abstract class LaneCode {

  final Source source;
  final int lanes;

  LaneCode(Source source, int lanes) {
    this.source = source;
    this.lanes = lanes;
  }

  int logLanes() {
    return Integer.numberOfTrailingZeros(lanes);
  }

  /// A factor that is known beforehand, held in the variables that a product needs.
  record Factor(String value, String negated, String quotient, String low, String high) {}

  /// The prefix of the lane's classes: `Fast` or `Wide`.
  abstract String lane();

  /// The element type of rows.
  abstract String element();

  abstract String vector();

  /// The constant with the vectors' species.
  String species() {
    return "S";
  }

  abstract void constants();

  /// Whether forward passes may have to reduce some values on the way.
  abstract boolean isReducedOnTheWay();

  /// Broadcasts the constants of the modulus that the following code may use.
  abstract void modulus();

  /// Table parameters of a kernel whose twiddles are shared by a vector, and whose entries are per
  /// lane.
  abstract String[] headTables();

  abstract String[] tailTables();

  /// The factor at an index of the head, in all lanes; the factors at an index of the tail.
  abstract Factor headFactor(String index);

  abstract Factor tailFactor(String index);

  /// Factors given by scalar variables.
  abstract Factor factor(String value, String quotient);

  abstract String product(String a, Factor factor);

  /// The operand of a forward butterfly that is not multiplied.
  abstract String forwardLow(String a, boolean reduce);

  abstract String sum(String a, String b);

  abstract String difference(String a, String b);

  /// The sum of an inverse butterfly, as it is kept.
  abstract String inverseSum(String a, String b, boolean reduce);

  /// Before the product of a sum of eight values (or of their difference).
  abstract String limit(String a);

  /// A product that a transform leaves in memory.
  abstract String scaled(String a, Factor factor);

  /// What a transform leaves in memory.
  abstract String finish(String a);

  /// Lanes picked from two vectors for a step of a transposition: the low or the high half.
  abstract String interleave(String a, String b, int distance, boolean high);

  final String broadcast(String scalar) {
    return source.let("%s.broadcast(%s, %s)", vector(), species(), scalar);
  }

  final String load(String array, String index) {
    return source.let("%s.fromArray(%s, %s, %s)", vector(), species(), array, index);
  }

  final void store(String value, String array, String index) {
    source.line("%s.intoArray(%s, %s);", value, array, index);
  }

  final String add(String a, String b) {
    return source.let("%s.add(%s)", a, b);
  }

  final String sub(String a, String b) {
    return source.let("%s.sub(%s)", a, b);
  }

  final String mul(String a, String b) {
    return source.let("%s.mul(%s)", a, b);
  }
}
