package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An array outside of the heap that tasks take as an argument.
public abstract sealed class TornadoNativeArray permits IntArray, LongArray {

  private final int size;
  private final MemorySegment segment;

  TornadoNativeArray(int size, long elementBytes) {
    this.size = size;
    this.segment = Arena.ofAuto().allocate(size * elementBytes, elementBytes);
  }

  /// The number of elements.
  public int getSize() {
    return size;
  }

  /// The elements.
  public MemorySegment getSegment() {
    return segment;
  }
}
