package io.cloakwork.backend.cpu.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Which vector kernels have been compiled and may replace their scalar twins. Reads are one opaque
/// load; a thread may see a flip late, which does no harm since twins return the same bits.
public final class KernelReadiness {

  private static final VarHandle READY;

  static {
    try {
      READY = MethodHandles.lookup().findVarHandle(KernelReadiness.class, "ready", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int WIDE_SHIFT = 32;

  private final CountDownLatch fastSettled = new CountDownLatch(1);
  private final CountDownLatch wideSettled = new CountDownLatch(1);

  @SuppressWarnings("unused") // read and written through READY
  private long ready;

  KernelReadiness() {}

  /// Whether the vector kernel of a lane may be used.
  public boolean isReady(Kernel kernel, boolean fastLane) {
    return ((long) READY.getOpaque(this) & bit(kernel, fastLane)) != 0;
  }

  /// The vector kernels of a lane that are not in use (yet).
  public Set<Kernel> pending(boolean fastLane) {
    EnumSet<Kernel> pending = EnumSet.noneOf(Kernel.class);
    for (Kernel kernel : Kernel.values()) {
      if (!isReady(kernel, fastLane)) {
        pending.add(kernel);
      }
    }
    return pending;
  }

  /// Waits until a lane's warm-up has ended: all kernels flipped, its time spent, or nothing to
  /// warm. That of the wide lane starts with the first wide limb.
  ///
  /// @return false if `timeout` passed first
  public boolean awaitSettled(boolean fastLane, Duration timeout) throws InterruptedException {
    return settled(fastLane).await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private CountDownLatch settled(boolean fastLane) {
    return fastLane ? fastSettled : wideSettled;
  }

  void flip(Kernel kernel, boolean fastLane) {
    READY.getAndBitwiseOr(this, bit(kernel, fastLane));
  }

  void settle(boolean fastLane) {
    settled(fastLane).countDown();
  }

  @SuppressWarnings("EnumOrdinal") // positions in a mask that never leaves this object
  private static long bit(Kernel kernel, boolean fastLane) {
    return 1L << (kernel.ordinal() + (fastLane ? 0 : WIDE_SHIFT));
  }
}
