package io.cloakwork.ckks.wire;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Moves polynomials between a device buffer and the wire, one row at a time, so that no more than
/// one row is in memory.
final class PackedRows {

  private final DeviceBuffer buffer;
  private final RnsShape shape;
  private final long[] row;

  PackedRows(DeviceBuffer buffer) {
    this.buffer = buffer;
    this.shape = buffer.shape();
    this.row = new long[shape.degree()];
  }

  /// Bytes of one polynomial over `basis`.
  static long polyBytes(int logN, RnsBasis basis) {
    long sum = 0;
    for (Modulus q : basis.moduli()) {
      sum += ResiduePacking.rowBytes(1 << logN, q);
    }
    return sum;
  }

  void write(int item, int poly, WireOutput out) throws IOException {
    for (int limb = 0; limb < shape.limbs(); limb++) {
      buffer.download(item, poly, limb, MemorySegment.ofArray(row));
      out.row(shape.basis().get(limb), row);
    }
  }

  void read(int item, int poly, WireInput in) throws IOException {
    for (int limb = 0; limb < shape.limbs(); limb++) {
      in.row(item, poly, limb, shape.basis().get(limb), row);
      buffer.upload(item, poly, limb, MemorySegment.ofArray(row));
    }
  }
}
