package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of 32-bit words.
public final class IntArray extends TornadoNativeArray {

  public IntArray(int numberOfElements) {
    super(numberOfElements, Integer.BYTES);
  }

  /// An array with the elements of `values`.
  public static IntArray fromArray(int[] values) {
    IntArray array = new IntArray(values.length);
    array.getSegment().copyFrom(MemorySegment.ofArray(values));
    return array;
  }

  public int get(int index) {
    return getSegment().getAtIndex(ValueLayout.JAVA_INT, index);
  }

  public void set(int index, int value) {
    getSegment().setAtIndex(ValueLayout.JAVA_INT, index, value);
  }
}
