package io.cloakwork.backend.cuda.driver;

import io.cloakwork.kernels.launch.Launch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/// The parameters of launches, as `launch_arguments` in `dialect/cuda.h` declares them.
public final class LaunchBlock {

  /// The most buffers of a kernel.
  private static final int SLOTS = 19;

  private static final int AT = 3 * Long.BYTES;
  private static final int FIRST_SLOT = AT + Integer.BYTES;
  private static final int BYTES = FIRST_SLOT + SLOTS * Integer.BYTES;

  private final ByteBuffer block;

  public LaunchBlock(int launches) {
    block = ByteBuffer.allocateDirect(launches * BYTES).order(ByteOrder.nativeOrder());
  }

  /// Writes the parameters of launch `index` and says where they are, as the driver wants it.
  ///
  /// @param plan address of the plan's integers
  /// @param constants address of the plan's constants
  /// @param buffers address of the table of buffers
  /// @param slots of each buffer its place in that table
  public Pointer write(
      int index, Launch launch, long plan, long constants, long buffers, int[] slots) {
    if (slots.length > SLOTS) {
      throw new IllegalArgumentException(
          "%s takes %d buffers, more than %d".formatted(launch.kernel(), slots.length, SLOTS));
    }
    int at = index * BYTES;
    block.putLong(at, plan);
    block.putLong(at + Long.BYTES, constants);
    block.putLong(at + 2 * Long.BYTES, buffers);
    block.putInt(at + AT, launch.at());
    for (int i = 0; i < slots.length; i++) {
      block.putInt(at + FIRST_SLOT + i * Integer.BYTES, slots[i]);
    }
    return Pointer.to(Pointer.to(block).withByteOffset(at));
  }
}
