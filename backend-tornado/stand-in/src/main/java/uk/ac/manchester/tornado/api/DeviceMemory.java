package uk.ac.manchester.tornado.api;

import java.util.IdentityHashMap;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/// What a plan has on its device: for every array of the host one of its own, filled with junk
/// until something is transferred or computed. A transfer that is forgotten shows.
final class DeviceMemory {

  private static final byte JUNK = 0x5A;

  private final IdentityHashMap<TornadoNativeArray, TornadoNativeArray> byHostArray =
      new IdentityHashMap<>();

  /// The device's array for the host's, or a number as it is.
  @SuppressWarnings("unchecked") // an array stands for one of its own class
  <T> T onDevice(T argument) {
    return argument instanceof TornadoNativeArray array ? (T) of(array) : argument;
  }

  TornadoNativeArray of(TornadoNativeArray hostArray) {
    return byHostArray.computeIfAbsent(hostArray, DeviceMemory::allocateLike);
  }

  private static TornadoNativeArray allocateLike(TornadoNativeArray array) {
    TornadoNativeArray made =
        switch (array) {
          case LongArray longs -> new LongArray(longs.getSize());
          case IntArray ints -> new IntArray(ints.getSize());
        };
    made.getSegment().fill(JUNK);
    return made;
  }

  void clear() {
    byHostArray.clear();
  }
}
