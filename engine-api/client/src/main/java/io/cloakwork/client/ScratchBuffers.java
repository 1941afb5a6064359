package io.cloakwork.client;

import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.client.sampling.SmallDistribution;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Device buffers for the inputs of one generator or encryptor, by name, kept from call to call
/// while their shapes stay. They hold secrets, so they are overwritten before they are given back.
final class ScratchBuffers implements AutoCloseable {

  private final Device device;
  private final Map<String, DeviceBuffer> buffers = new HashMap<>();
  private long[] row = new long[0];
  private boolean closed;

  ScratchBuffers(Device device) {
    this.device = device;
  }

  /// The buffer of that name, of that shape; its content is what it last was, or undefined.
  DeviceBuffer get(String name, RnsShape shape) {
    if (closed) {
      throw new IllegalStateException("this generator or encryptor is closed");
    }
    DeviceBuffer buffer = buffers.get(name);
    if (buffer != null && buffer.shape().equals(shape)) {
      return buffer;
    }
    if (buffer != null) {
      buffers.remove(name);
      erase(buffer);
      buffer.close();
    }
    DeviceBuffer fresh = device.allocate(shape);
    buffers.put(name, fresh);
    return fresh;
  }

  /// The buffer of that name with fresh biased samples in every row.
  DeviceBuffer sample(
      String name, RnsShape shape, SmallDistribution distribution, Entropy entropy) {
    DeviceBuffer buffer = get(name, shape);
    long[] samples = row(shape.degree());
    try {
      for (int item = 0; item < shape.batch(); item++) {
        for (int poly = 0; poly < shape.polys(); poly++) {
          distribution.sampleInto(entropy, samples);
          buffer.upload(item, poly, 0, MemorySegment.ofArray(samples));
        }
      }
    } finally {
      Arrays.fill(samples, 0);
    }
    return buffer;
  }

  /// Overwrites a buffer with zeros.
  static void erase(DeviceBuffer buffer) {
    RnsShape shape = buffer.shape();
    MemorySegment zeros = MemorySegment.ofArray(new long[shape.degree()]);
    for (int item = 0; item < shape.batch(); item++) {
      for (int poly = 0; poly < shape.polys(); poly++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          buffer.upload(item, poly, limb, zeros);
        }
      }
    }
  }

  private long[] row(int degree) {
    if (row.length != degree) {
      row = new long[degree];
    }
    return row;
  }

  @Override
  public void close() {
    closed = true;
    for (DeviceBuffer buffer : buffers.values()) {
      erase(buffer);
      buffer.close();
    }
    buffers.clear();
  }
}
