package io.cloakwork.bench.serve;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;

/// Numbers as reports have them.
final class Figures {

  private static final MathContext DIGITS = new MathContext(5);

  private Figures() {}

  /// Five digits: no measurement here is better than that.
  static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /// Jain's index of what each got: 1 if all got the same, 1/n if one got everything (Jain, Chiu,
  /// Hawe, DEC-TR-301, 1984).
  static double fairness(Collection<Integer> shares) {
    double sum = shares.stream().mapToDouble(Integer::doubleValue).sum();
    double squares = shares.stream().mapToDouble(share -> (double) share * share).sum();
    return sum == 0 ? 0 : sum * sum / (shares.size() * squares);
  }
}
