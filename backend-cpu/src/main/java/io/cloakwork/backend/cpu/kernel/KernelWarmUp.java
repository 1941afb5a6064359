package io.cloakwork.backend.cpu.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Runs the vector kernels of one lane on scratch data until they beat their scalar twins, then
/// flips them on. Until C2 has compiled it, code of the Vector API runs about a hundred times
/// slower than scalar code.
///
/// Every variant of a kernel races on its own, so that none runs for the first time in earnest.
/// Bounded in time; what has not won by then stays scalar.
final class KernelWarmUp implements Runnable {

  private static final Set<Kernel> SCALAR_IF_WIDE =
      Set.of(Kernel.FROM_WORDS, Kernel.TO_WORDS, Kernel.PERMUTE);

  /// A variant must win this often in a row: compilation is gradual, and time is noisy.
  private static final int WINS = 3;

  /// Calls after which C2 has compiled a scalar twin: it does not start below 600. Racing against
  /// interpreted twins would let vector code win before it is compiled itself.
  private static final int SCALAR_CALLS = 800;

  /// Calls that a variant gets at a time. A pass that several degrees share is compiled on the
  /// smallest of them, where no loop is long enough to be compiled for itself.
  private static final int BURST = 16;

  /// Rounds after which all variants of a kernel should be queued for C2.
  private static final int PATIENCE = 60;

  /// The longest turn, so that kernels compiled meanwhile are soon seen to be.
  private static final long TURN_NANOS = 500_000_000;

  /// A rest once all that is left to do is the compiler's, which needs a processor.
  private static final long PAUSE_NANOS = 1_000_000;

  private final KernelFactory factory;
  private final boolean fastLane;
  private final Duration limit;
  private final Set<Kernel> kernels;
  private final Consumer<Kernel> winners;
  private volatile boolean stopped;

  /// The variants of a kernel that have not won yet.
  private static final class Heat {
    final Kernel kernel;
    final List<Race> pending;
    int rounds;

    Heat(Kernel kernel, List<Race> pending) {
      this.kernel = kernel;
      this.pending = pending;
    }

    boolean isQueued() {
      return rounds >= PATIENCE;
    }
  }

  /// One variant of a kernel on one limb.
  private static final class Race {
    final Kernel kernel;
    final WarmUpLimb limb;
    final int variant;
    int wins;

    Race(Kernel kernel, WarmUpLimb limb, int variant) {
      this.kernel = kernel;
      this.limb = limb;
      this.variant = variant;
    }

    long time(boolean vector) {
      long start = System.nanoTime();
      limb.run(kernel, variant, vector);
      return System.nanoTime() - start;
    }

    /// Runs both a few times; whether the vector kernel has now won for good.
    boolean run(long end) {
      for (int call = 0; call < BURST && wins < WINS && System.nanoTime() - end < 0; call++) {
        wins = time(true) < time(false) ? wins + 1 : 0;
      }
      return wins >= WINS;
    }
  }

  /// @param kernels those that have not won yet
  /// @param winners takes each kernel that wins, on the thread of this run
  KernelWarmUp(
      KernelFactory factory,
      boolean fastLane,
      Duration limit,
      Set<Kernel> kernels,
      Consumer<Kernel> winners) {
    this.factory = factory;
    this.fastLane = fastLane;
    this.limit = limit;
    this.kernels = kernels;
    this.winners = winners;
  }

  /// Whether a lane has vector code for a kernel. Wide words need no conversion: those kernels are
  /// copies and checks in scalar code. Their automorphisms are scalar too.
  static boolean isVectorised(Kernel kernel, boolean fastLane) {
    return fastLane || !SCALAR_IF_WIDE.contains(kernel);
  }

  /// Ends a run early.
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    long deadline = System.nanoTime() + limit.toNanos();
    List<WarmUpLimb> limbs = WarmUpLimb.all(factory, fastLane);
    List<Heat> heats = new ArrayList<>();
    kernels.forEach(kernel -> heats.add(heat(kernel, limbs)));
    while (!heats.isEmpty() && mayGoOn(deadline)) {
      heats.removeIf(heat -> isWon(heat, deadline));
      if (heats.stream().allMatch(Heat::isQueued)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static Heat heat(Kernel kernel, List<WarmUpLimb> limbs) {
    List<Race> races = new ArrayList<>();
    for (WarmUpLimb limb : limbs) {
      for (int variant = 0; variant < limb.variants(kernel); variant++) {
        races.add(new Race(kernel, limb, variant));
      }
    }
    return new Heat(kernel, races);
  }

  private void warmScalar(Heat heat, long deadline) {
    for (int i = 0; i < SCALAR_CALLS && mayGoOn(deadline); i++) {
      heat.pending.getFirst().time(false);
    }
  }

  /// Gives a kernel a turn: races the variants that are left, and reports it when there are none.
  private boolean isWon(Heat heat, long deadline) {
    if (heat.rounds == 0) {
      warmScalar(heat, deadline);
    }
    long turnEnd = Math.min(System.nanoTime() + TURN_NANOS, deadline);
    int lastRound = Math.max(PATIENCE, heat.rounds + 1);
    do {
      heat.pending.removeIf(race -> race.run(turnEnd));
      heat.rounds++;
    } while (!heat.pending.isEmpty()
        && heat.rounds < lastRound
        && System.nanoTime() - turnEnd < 0
        && mayGoOn(deadline));
    if (heat.pending.isEmpty()) {
      winners.accept(heat.kernel);
    }
    return heat.pending.isEmpty();
  }

  private boolean mayGoOn(long deadline) {
    return !stopped && System.nanoTime() - deadline < 0;
  }
}
