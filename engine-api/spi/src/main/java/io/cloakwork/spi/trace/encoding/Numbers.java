package io.cloakwork.spi.trace.encoding;

import java.util.Arrays;

/// A list of 64-bit words that grows as they come.
final class Numbers {

  private static final int FIRST_CAPACITY = 4;

  private long[] words = new long[FIRST_CAPACITY];
  private int size;

  void add(long word) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
    }
    words[size++] = word;
  }

  long[] toArray() {
    return Arrays.copyOf(words, size);
  }
}
