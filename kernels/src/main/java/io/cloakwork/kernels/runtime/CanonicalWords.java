package io.cloakwork.kernels.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Rows of words that come from outside.
public final class CanonicalWords {

  // Segments over byte arrays promise no alignment.
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private CanonicalWords() {}

  /// Copies a row of n words and returns the position of the first that is not in \[0, q), or −1.
  public static int copy(
      MemorySegment from, long fromAt, MemorySegment to, long toAt, int n, long q) {
    MemorySegment.copy(from, fromAt, to, toAt, (long) n * Long.BYTES);
    return find(to, toAt, n, q);
  }

  private static int find(MemorySegment words, long at, int n, long q) {
    long signs = 0;
    for (int i = 0; i < n; i++) {
      long word = words.get(WORD, at + (long) i * Long.BYTES);
      signs |= word | (q - 1 - word); // negative for a negative word, and for one beyond q − 1
    }
    if (signs >= 0) {
      return -1;
    }
    for (int i = 0; i < n; i++) {
      if (Long.compareUnsigned(words.get(WORD, at + (long) i * Long.BYTES), q) >= 0) {
        return i;
      }
    }
    throw new IllegalStateException("a word was out of range and is not any more");
  }
}
