package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The kernels of one device, made on first use and kept: by (logN, prime), and permutations by
/// Galois element and domain. Safe for many threads.
public final class KernelTable implements AutoCloseable {

  private record LimbKey(int logN, Modulus modulus) {}

  private record PermutationKey(GaloisElement element, Domain domain) {}

  /// After this long, vector kernels that have not won yet stay scalar.
  public static final Duration WARM_UP_LIMIT = Duration.ofSeconds(60);

  private final VectorSupport support;
  private final KernelFactory factory;
  private final KernelReadiness readiness = new KernelReadiness();
  private final Map<LimbKey, LimbKernels> limbs = new ConcurrentHashMap<>();
  private final Map<Modulus, CombinationKernels> combinations = new ConcurrentHashMap<>();
  private final Map<PermutationKey, Permutation> permutations = new ConcurrentHashMap<>();

  private boolean warm;
  private boolean wideInUse;
  private boolean closed;

  private KernelTable(VectorSupport support) {
    this.support = support;
    this.factory = new KernelFactory(support.lanes());
  }

  /// A table for this machine. Nothing runs in the background before [#warmUp].
  public static KernelTable create(VectorMode mode) {
    return new KernelTable(VectorSupport.probe(mode));
  }

  /// The vectors in use, and why.
  public VectorSupport support() {
    return support;
  }

  /// Which vector kernels have replaced their scalar twins.
  public KernelReadiness readiness() {
    return readiness;
  }

  /// The private order of evaluations of degree 2^logN.
  public EvalLayout layout(int logN) {
    return factory.layout(logN);
  }

  /// The kernels of a limb.
  ///
  /// @throws IllegalArgumentException if the prime is not 1 modulo 2N
  public LimbKernels kernels(int logN, Modulus modulus) {
    return limbs.computeIfAbsent(new LimbKey(logN, modulus), this::makeKernels);
  }

  private LimbKernels makeKernels(LimbKey key) {
    LimbKernels made = factory.make(key.logN(), key.modulus(), readiness);
    if (!made.isFastLane()) {
      useWideLane();
    }
    return made;
  }

  /// The kernels of linear combinations at a prime. A wide prime's are warmed up with [#kernels].
  public CombinationKernels combination(Modulus modulus) {
    return combinations.computeIfAbsent(
        modulus, prime -> factory.makeCombination(prime, readiness));
  }

  /// The automorphism of rows of a domain.
  public Permutation permutation(GaloisElement element, Domain domain) {
    return permutations.computeIfAbsent(
        new PermutationKey(element, domain),
        key ->
            key.domain() == Domain.EVAL
                ? Permutation.ofEvaluations(layout(element.logN()), element)
                : Permutation.ofCoefficients(element));
  }

  /// Has a daemon thread run every vector kernel on scratch data until it is compiled and beats its
  /// scalar twin, for at most [#WARM_UP_LIMIT]. Wide kernels follow, in the same manner, once there
  /// is a wide limb. All tables of this JVM share that thread and what it has compiled; a table
  /// that never calls this stays scalar. A second call does nothing.
  public synchronized void warmUp() {
    if (!warm && !closed) {
      warm = true;
      joinWarmUp(true);
      if (wideInUse) {
        joinWarmUp(false);
      }
    }
  }

  /// Has the kernels of the wide lane warmed up, too, before there is a wide limb.
  public synchronized void useWideLane() {
    if (!wideInUse && !closed) {
      wideInUse = true;
      if (warm) {
        joinWarmUp(false);
      }
    }
  }

  private void joinWarmUp(boolean fastLane) {
    if (!support.isVector()) {
      readiness.settle(fastLane);
      return;
    }
    SharedWarmUp.of(support.lanes(), fastLane).join(readiness);
  }

  /// Leaves the warm-up, which ends unless other tables wait for it; kernels go on working, those
  /// not flipped yet as scalar code.
  @Override
  public synchronized void close() {
    closed = true;
    leaveWarmUp(true);
    leaveWarmUp(false);
  }

  private void leaveWarmUp(boolean fastLane) {
    if (support.isVector()) {
      SharedWarmUp.of(support.lanes(), fastLane).leave(readiness);
    }
    readiness.settle(fastLane);
  }
}
