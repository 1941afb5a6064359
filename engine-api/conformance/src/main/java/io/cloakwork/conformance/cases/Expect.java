package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceFailure;
import io.cloakwork.spi.graph.RnsShape;

/// The checks of the cases.
final class Expect {

  private Expect() {}

  static void that(boolean condition, String message) {
    if (!condition) {
      throw new ConformanceFailure(message);
    }
  }

  /// Requires equal words, or names the first that differ.
  static void sameWords(String what, RnsShape shape, long[] expected, long[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        int row = i >>> shape.logN();
        throw new ConformanceFailure(
            "%s: item %d, polynomial %d, limb %d (prime %s), word %d is %d, should be %d; %d of %d words differ"
                .formatted(
                    what,
                    row / shape.limbs() / shape.polys(),
                    row / shape.limbs() % shape.polys(),
                    row % shape.limbs(),
                    shape.basis().get(row % shape.limbs()),
                    i & (shape.degree() - 1),
                    actual[i],
                    expected[i],
                    differing(expected, actual),
                    expected.length));
      }
    }
  }

  private static int differing(long[] expected, long[] actual) {
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      count += expected[i] == actual[i] ? 0 : 1;
    }
    return count;
  }

  /// Requires that `action` throws exactly the kind of exception that the contract names.
  static <E extends RuntimeException> E thrown(Class<E> type, String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
      throw new ConformanceFailure(
          "%s should throw %s, threw %s".formatted(what, type.getSimpleName(), e), e);
    }
    throw new ConformanceFailure(
        "%s should throw %s, threw nothing".formatted(what, type.getSimpleName()));
  }

  /// Requires that the message of `error` has `part` in it.
  static void mentions(RuntimeException error, String part) {
    String message = String.valueOf(error.getMessage());
    that(message.contains(part), "the message should say '%s': \"%s\"".formatted(part, message));
  }
}
