package io.cloakwork.hardware.profiles.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Products and quotients of figures and numbers, from left to right: `memoryBusBits / 8 *
/// memoryTransfersPerSecond`.
record Formula(List<Factor> factors) {

  private static final String NUMBER = "[0-9]+(\\.[0-9]+)?(e[0-9]+)?";

  /// A quantity, or a number if there is none, multiplied or divided by.
  private record Factor(Quantity quantity, double number, boolean divides) {}

  /// @throws FactsException if it is none; the message has the word
  static Formula parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    List<Factor> factors = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      factors.add(factor(words[i], i > 0 && isQuotient(words[i - 1])));
    }
    if (words.length % 2 == 0) {
      throw new FactsException("formula '%s' has nothing after its last sign".formatted(text));
    }
    return new Formula(List.copyOf(factors));
  }

  private static boolean isQuotient(String sign) {
    return switch (sign) {
      case "*" -> false;
      case "/" -> true;
      default -> throw new FactsException("'%s' in a formula is neither * nor /".formatted(sign));
    };
  }

  private static Factor factor(String word, boolean divides) {
    if (word.matches(NUMBER)) {
      return new Factor(null, Double.parseDouble(word), divides);
    }
    Quantity quantity =
        Quantity.named(word)
            .orElseThrow(() -> new FactsException("'%s' is no quantity".formatted(word)));
    return new Factor(quantity, 0, divides);
  }

  List<Quantity> quantities() {
    return factors.stream().filter(f -> f.quantity != null).map(Factor::quantity).toList();
  }

  double value(ToDoubleFunction<Quantity> figures) {
    double value = 1;
    for (Factor factor : factors) {
      double number =
          factor.quantity == null ? factor.number : figures.applyAsDouble(factor.quantity);
      value = factor.divides ? value / number : value * number;
    }
    return value;
  }
}
