package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;

/// One coefficient of a [SlotPolynomial].
public sealed interface Coefficient {

  /// Zero in every slot.
  static Coefficient zero() {
    return new Uniform(0);
  }

  /// The same real number in every slot: it needs no plaintext.
  record Uniform(double value) implements Coefficient {
    public Uniform {
      if (!Double.isFinite(value)) {
        throw new OperandMismatchException("the coefficient %s is not finite".formatted(value));
      }
    }
  }

  /// A number for each slot.
  record PerSlot(SlotVector values) implements Coefficient {}

  /// Whether it is zero in every slot.
  default boolean isZero() {
    return switch (this) {
      case Uniform(double value) -> value == 0;
      case PerSlot(SlotVector values) -> values.isZero();
    };
  }

  /// The real part in slot `slot`.
  default double re(int slot) {
    return switch (this) {
      case Uniform(double value) -> value;
      case PerSlot(SlotVector values) -> values.re(slot);
    };
  }

  /// The imaginary part in slot `slot`.
  default double im(int slot) {
    return switch (this) {
      case Uniform _ -> 0;
      case PerSlot(SlotVector values) -> values.im(slot);
    };
  }

  /// factor · this.
  default Coefficient times(double factor) {
    return switch (this) {
      case Uniform(double value) -> new Uniform(value * factor);
      case PerSlot(SlotVector values) -> new PerSlot(combine(values, factor, values, 0));
    };
  }

  /// this + other.
  default Coefficient plus(Coefficient other) {
    return switch (this) {
      case Uniform(double a) ->
          switch (other) {
            case Uniform(double b) -> new Uniform(a + b);
            case PerSlot(SlotVector b) -> a == 0 ? other : new PerSlot(shift(b, a));
          };
      case PerSlot(SlotVector a) ->
          switch (other) {
            case Uniform(double b) -> b == 0 ? this : new PerSlot(shift(a, b));
            case PerSlot(SlotVector b) -> new PerSlot(combine(a, 1, b, 1));
          };
    };
  }

  private static SlotVector shift(SlotVector a, double summand) {
    double[] re = a.re();
    for (int i = 0; i < re.length; i++) {
      re[i] += summand;
    }
    return a.isReal() ? SlotVector.real(re) : SlotVector.complex(re, a.im());
  }

  private static SlotVector combine(SlotVector a, double p, SlotVector b, double q) {
    if (a.length() != b.length()) {
      throw new OperandMismatchException(
          "coefficients for %d and %d slots".formatted(a.length(), b.length()));
    }
    double[] re = a.re();
    double[] im = a.im();
    for (int i = 0; i < re.length; i++) {
      re[i] = p * re[i] + q * b.re(i);
      im[i] = p * im[i] + q * b.im(i);
    }
    return a.isReal() && b.isReal() ? SlotVector.real(re) : SlotVector.complex(re, im);
  }
}
