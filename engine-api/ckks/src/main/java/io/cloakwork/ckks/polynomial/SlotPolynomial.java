package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A polynomial of every slot's value: p(x) = Σ c_k·b_k(x), its coefficients the same for all slots
/// or different from slot to slot. Immutable.
///
/// @param basis the b_k; the Chebyshev basis is meant for x in \[−1, 1\]
/// @param coefficients c_0 … c_degree, the last not zero unless it is the only one
public record SlotPolynomial(Basis basis, List<Coefficient> coefficients) {

  /// Zeros at the end are dropped.
  ///
  /// @throws OperandMismatchException if there are no coefficients, or they are for different
  ///   numbers of slots
  public SlotPolynomial {
    if (coefficients.isEmpty()) {
      throw new OperandMismatchException("a polynomial needs at least one coefficient");
    }
    int size = coefficients.size();
    while (size > 1 && coefficients.get(size - 1).isZero()) {
      size--;
    }
    coefficients = List.copyOf(coefficients.subList(0, size));
    requireOneLength(coefficients);
  }

  private static void requireOneLength(List<Coefficient> coefficients) {
    int length = -1;
    for (Coefficient coefficient : coefficients) {
      if (coefficient instanceof Coefficient.PerSlot(SlotVector values)) {
        if (length >= 0 && values.length() != length) {
          throw new OperandMismatchException(
              "coefficients for %d and %d slots".formatted(length, values.length()));
        }
        length = values.length();
      }
    }
  }

  /// The same real coefficients c_0, c_1, … in every slot.
  public static SlotPolynomial uniform(Basis basis, double... coefficients) {
    return new SlotPolynomial(
        basis,
        Arrays.stream(coefficients).<Coefficient>mapToObj(Coefficient.Uniform::new).toList());
  }

  /// Coefficients c_0, c_1, … that differ from slot to slot. A vector of one value repeated is kept
  /// as a uniform coefficient, which is cheaper.
  public static SlotPolynomial perSlot(Basis basis, List<SlotVector> coefficients) {
    return new SlotPolynomial(basis, coefficients.stream().map(SlotPolynomial::compact).toList());
  }

  private static Coefficient compact(SlotVector values) {
    double first = values.length() == 0 ? 0 : values.re(0);
    for (int i = 0; i < values.length(); i++) {
      if (values.re(i) != first || values.im(i) != 0) {
        return new Coefficient.PerSlot(values);
      }
    }
    return new Coefficient.Uniform(first);
  }

  public int degree() {
    return coefficients.size() - 1;
  }

  /// c_k; zero above the degree.
  public Coefficient coefficient(int k) {
    return k < coefficients.size() ? coefficients.get(k) : Coefficient.zero();
  }

  /// Whether it is zero in every slot.
  public boolean isZero() {
    return degree() == 0 && coefficients.getFirst().isZero();
  }

  /// Even or odd where every other coefficient is exactly zero.
  public Parity parity() {
    boolean even = true;
    boolean odd = true;
    for (int k = 0; k <= degree(); k++) {
      if (!coefficients.get(k).isZero()) {
        even &= Parity.EVEN.allows(k);
        odd &= Parity.ODD.allows(k);
      }
    }
    if (even) {
      return Parity.EVEN;
    }
    return odd ? Parity.ODD : Parity.GENERAL;
  }

  /// Where it stands for plans.
  public PolynomialShape shape() {
    return new PolynomialShape(degree(), parity());
  }

  /// The real part of p(x) in slot `slot`, for real x; by Clenshaw's or Horner's recurrence.
  public double evaluate(double x, int slot) {
    return switch (basis) {
      case POWER -> horner(x, slot);
      case CHEBYSHEV -> clenshaw(x, slot);
    };
  }

  /// The same where coefficients are uniform.
  public double evaluate(double x) {
    return evaluate(x, 0);
  }

  private double horner(double x, int slot) {
    double sum = 0;
    for (int k = degree(); k >= 0; k--) {
      sum = sum * x + coefficients.get(k).re(slot);
    }
    return sum;
  }

  private double clenshaw(double x, int slot) {
    double next = 0;
    double afterNext = 0;
    for (int k = degree(); k > 0; k--) {
      double current = 2 * x * next - afterNext + coefficients.get(k).re(slot);
      afterNext = next;
      next = current;
    }
    return x * next - afterNext + coefficients.getFirst().re(slot);
  }

  /// p = quotient·b_m + remainder with the remainder's degree below m.
  public record Division(SlotPolynomial quotient, SlotPolynomial remainder) {}

  /// Divides by the basis element of index `m`. In the Chebyshev basis c·T_k with k > m is
  /// 2c·T_{k−m}·T_m − c·T_{|k−2m|}.
  ///
  /// @param m at least 1; more than a third of the degree in the Chebyshev basis, so that what
  ///   folds back stays below m
  public Division dividedBy(int m) {
    if (m < 1 || (basis.folds() && degree() >= 3 * m)) {
      throw new IllegalArgumentException(
          "a polynomial of degree %d is not divided by element %d".formatted(degree(), m));
    }
    List<Coefficient> quotient = new ArrayList<>();
    List<Coefficient> remainder = new ArrayList<>();
    for (int k = 0; k < m; k++) {
      remainder.add(coefficient(k));
    }
    quotient.add(coefficient(m));
    for (int k = m + 1; k <= degree(); k++) {
      Coefficient c = coefficient(k);
      quotient.add(basis.folds() ? c.times(2) : c);
      if (basis.folds()) {
        int folded = Math.abs(k - 2 * m);
        remainder.set(folded, remainder.get(folded).plus(c.times(-1)));
      }
    }
    return new Division(new SlotPolynomial(basis, quotient), new SlotPolynomial(basis, remainder));
  }

  /// The part of degree `degree` and below.
  public SlotPolynomial upTo(int degree) {
    return degree >= degree()
        ? this
        : new SlotPolynomial(basis, coefficients.subList(0, degree + 1));
  }

  /// Degree, basis and kind of coefficients; never the coefficients, which may be private.
  @Override
  public String toString() {
    boolean uniform = coefficients.stream().allMatch(Coefficient.Uniform.class::isInstance);
    return "%s polynomial of degree %d, %s"
        .formatted(basis, degree(), uniform ? "uniform" : "per slot");
  }
}
