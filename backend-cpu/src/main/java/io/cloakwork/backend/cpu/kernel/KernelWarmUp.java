package io.cloakwork.backend.cpu.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Runs every vector kernel on scratch data until it beats its scalar twin, then flips it on. Until
/// C2 has compiled it, code of the Vector API runs about a hundred times slower than scalar code.
///
/// Bounded in time; what has not won by then stays scalar.
final class KernelWarmUp implements Runnable {

  /// A kernel must win this often in a row: compilation is gradual, and time is noisy.
  private static final int WINS = 3;

  private final KernelReadiness readiness;
  private final Duration limit;
  private final List<WarmUpLimb> fast;
  private final List<WarmUpLimb> wide;
  private volatile boolean stopped;

  /// A kernel and the limbs on which all its variants run.
  private record Race(Kernel kernel, boolean fastLane, List<WarmUpLimb> limbs) {

    long time(boolean vector) {
      long start = System.nanoTime();
      for (WarmUpLimb limb : limbs) {
        limb.run(kernel, vector);
      }
      return System.nanoTime() - start;
    }
  }

  KernelWarmUp(KernelReadiness readiness, Duration limit, WarmUpLimb.Factory limbs) {
    this.readiness = readiness;
    this.limit = limit;
    this.fast = limbs.fastLane();
    this.wide = limbs.wideLane();
  }

  /// Ends a run early.
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      List<Race> races = new ArrayList<>();
      for (Kernel kernel : EnumSet.allOf(Kernel.class)) {
        races.add(new Race(kernel, true, limbs(kernel, fast)));
        races.add(new Race(kernel, false, limbs(kernel, wide)));
      }
      while (!races.isEmpty() && !stopped && System.nanoTime() < deadline) {
        races.removeIf(this::isWon);
      }
    } finally {
      readiness.settle();
    }
  }

  /// Transforms run on all limbs, for their passes differ; other kernels on the first.
  private static List<WarmUpLimb> limbs(Kernel kernel, List<WarmUpLimb> limbs) {
    return switch (kernel) {
      case FORWARD, INVERSE -> limbs;
      case ADD,
          SUB,
          NEG,
          MUL,
          MUL_ADD,
          MUL_SCALAR,
          SUB_MUL_SCALAR,
          SCALE_TO_CANONICAL,
          PERMUTE,
          INNER_PRODUCT,
          GATHER,
          FROM_WORDS,
          TO_WORDS ->
          limbs.subList(0, 1);
    };
  }

  private boolean isWon(Race race) {
    for (int win = 0; win < WINS; win++) {
      if (stopped || race.time(true) > race.time(false)) {
        return false;
      }
    }
    readiness.flip(race.kernel(), race.fastLane());
    return true;
  }
}
