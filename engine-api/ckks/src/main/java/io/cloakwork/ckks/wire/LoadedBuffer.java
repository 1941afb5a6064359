package io.cloakwork.ckks.wire;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.io.IOException;

/// Allocates a buffer for an object being read and gives it back if reading fails.
final class LoadedBuffer {

  /// Fills the buffer and wraps it.
  @FunctionalInterface
  interface Loader<T> {
    T load(DeviceBuffer buffer) throws IOException;
  }

  private LoadedBuffer() {}

  static <T> T load(CkksContext context, RnsShape shape, Loader<T> loader) throws IOException {
    DeviceBuffer buffer = context.device().allocate(shape);
    boolean complete = false;
    try {
      T loaded = loader.load(buffer);
      complete = true;
      return loaded;
    } finally {
      if (!complete) {
        buffer.close();
      }
    }
  }
}
