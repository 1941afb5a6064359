package io.cloakwork.kernels.runtime;

import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Rows of words that come from outside.
public final class CanonicalWords {

  // Segments over byte arrays promise no alignment.
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private CanonicalWords() {}

  /// @throws IllegalArgumentException if `segment` has fewer than `bytes` for a buffer of `shape`
  public static void requireBytes(RnsShape shape, MemorySegment segment, long bytes) {
    if (segment.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "%,d bytes for shape %s, which needs %,d".formatted(segment.byteSize(), shape, bytes));
    }
  }

  /// Copies rows of a buffer of `shape` to the start of `to`.
  ///
  /// @param firstRow the first row's place in the buffer
  /// @param fromAt where it is in `from`, in bytes
  /// @throws IllegalArgumentException if a word is not in \[0, q), naming it
  public static void copyRows(
      RnsShape shape, int firstRow, int rows, MemorySegment from, long fromAt, MemorySegment to) {
    long rowBytes = (long) shape.degree() * Long.BYTES;
    for (int i = 0; i < rows; i++) {
      Modulus modulus = shape.basis().get((firstRow + i) % shape.limbs());
      long at = i * rowBytes;
      int wrong = copy(from, fromAt + at, to, at, shape.degree(), modulus.value());
      if (wrong >= 0) {
        throw notCanonical(shape, firstRow + i, wrong, modulus);
      }
    }
  }

  private static IllegalArgumentException notCanonical(
      RnsShape shape, int row, int word, Modulus modulus) {
    return new IllegalArgumentException(
        "item %d, polynomial %d, limb %d: word %d is not in [0, %s)"
            .formatted(
                row / shape.limbs() / shape.polys(),
                row / shape.limbs() % shape.polys(),
                row % shape.limbs(),
                word,
                modulus));
  }

  /// Copies a row of n words and returns the position of the first that is not in \[0, q), or −1.
  private static int copy(
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
