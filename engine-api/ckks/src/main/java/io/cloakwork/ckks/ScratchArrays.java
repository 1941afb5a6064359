package io.cloakwork.ckks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.ToIntFunction;

/// Arrays of a plaintext's size, kept from call to call. A fresh one would have to be zeroed, come
/// through no cache, and fill the young generation within a few hundred calls. Thread-safe.
final class ScratchArrays {

  /// Arrays of each kind that are kept while nobody uses them.
  private static final int MOST_KEPT = 4;

  private final Deque<long[]> words = new ArrayDeque<>();
  private final Deque<double[]> numbers = new ArrayDeque<>();

  /// An array of so many words, of undefined content.
  synchronized long[] takeWords(int length) {
    long[] kept = take(words, length, array -> array.length);
    return kept != null ? kept : new long[length];
  }

  /// An array of so many numbers, of undefined content.
  synchronized double[] takeNumbers(int length) {
    double[] kept = take(numbers, length, array -> array.length);
    return kept != null ? kept : new double[length];
  }

  private static <T> T take(Deque<T> kept, int length, ToIntFunction<T> lengthOf) {
    for (Iterator<T> each = kept.iterator(); each.hasNext(); ) {
      T array = each.next();
      if (lengthOf.applyAsInt(array) == length) {
        each.remove();
        return array;
      }
    }
    return null;
  }

  /// The caller is done with an array.
  synchronized void giveBack(long[] array) {
    keep(words, array);
  }

  /// The caller is done with an array.
  synchronized void giveBack(double[] array) {
    keep(numbers, array);
  }

  private static <T> void keep(Deque<T> kept, T array) {
    kept.addFirst(array);
    if (kept.size() > MOST_KEPT) {
      kept.removeLast();
    }
  }
}
