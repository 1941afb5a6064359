package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.RnsShape;
import java.util.Random;

/// What the words of inputs are.
enum Pattern {
  /// Uniform in [0, q).
  RANDOM,
  ZERO,
  ONE,
  /// q − 1 everywhere: the longest carries.
  LARGEST,
  /// Each word one of 0, 1, ⌊q/2⌋, ⌊q/2⌋ + 1, q − 1 and uniform.
  EDGES;

  /// Canonical words in the shape's order; the same seed gives the same words.
  long[] words(RnsShape shape, long seed) {
    Random random = new Random(seed);
    long[] words = new long[Math.toIntExact(shape.words())];
    for (int i = 0; i < words.length; i++) {
      long q = shape.basis().get((i >>> shape.logN()) % shape.limbs()).value();
      words[i] = word(q, random);
    }
    return words;
  }

  private long word(long q, Random random) {
    return switch (this) {
      case RANDOM -> random.nextLong(q);
      case ZERO -> 0;
      case ONE -> 1;
      case LARGEST -> q - 1;
      case EDGES ->
          switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> q / 2;
            case 3 -> q / 2 + 1;
            case 4 -> q - 1;
            default -> random.nextLong(q);
          };
    };
  }
}
