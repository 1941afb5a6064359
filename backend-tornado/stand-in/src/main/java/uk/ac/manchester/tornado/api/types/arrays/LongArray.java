package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of 64-bit words.
public final class LongArray extends TornadoNativeArray {

  public LongArray(int numberOfElements) {
    super(numberOfElements, Long.BYTES);
  }

  /// An array with the elements of `values`.
  public static LongArray fromArray(long[] values) {
    LongArray array = new LongArray(values.length);
    array.getSegment().copyFrom(MemorySegment.ofArray(values));
    return array;
  }

  public long get(int index) {
    return getSegment().getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  public void set(int index, long value) {
    getSegment().setAtIndex(ValueLayout.JAVA_LONG, index, value);
  }

  /// The elements, on the heap.
  public long[] toHeapArray() {
    return getSegment().toArray(ValueLayout.JAVA_LONG);
  }
}
