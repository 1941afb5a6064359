package io.cloakwork.bench.device;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/// Canonical residues to compute with. Times do not depend on the words, so that keys need not be
/// keys.
public final class RandomResidues {

  private RandomResidues() {}

  /// Sets every word. Rows are windows of one pool a prime: no two alike among the first N, and
  /// drawn much faster than word by word.
  public static void fill(DeviceBuffer buffer, SplittableRandom random) {
    RnsShape shape = buffer.shape();
    int words = shape.degree();
    for (int limb = 0; limb < shape.limbs(); limb++) {
      long bound = shape.basis().get(limb).value();
      MemorySegment pool = MemorySegment.ofArray(random.longs(2L * words, 0, bound).toArray());
      int row = 0;
      for (int item = 0; item < shape.batch(); item++) {
        for (int poly = 0; poly < shape.polys(); poly++) {
          long at = (long) (row++ % words) * Long.BYTES;
          buffer.upload(item, poly, limb, pool.asSlice(at, (long) words * Long.BYTES));
        }
      }
    }
  }
}
