package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final KernelReadiness readiness = new KernelReadiness();
  private final FastOps scalarFast = new ScalarFastOps();
  private final WideOps scalarWide = new ScalarWideOps();
  private final Map<LimbKey, LimbKernels> limbs = new ConcurrentHashMap<>();
  private final Map<PermutationKey, Permutation> permutations = new ConcurrentHashMap<>();

  private final FastOps vectorFast;
  private final WideOps vectorWide;

  private final List<KernelWarmUp> warmUps = new ArrayList<>();
  private boolean warm;
  private boolean wideInUse;
  private boolean closed;

  private KernelTable(VectorSupport support) {
    this.support = support;
    this.vectorFast =
        switch (support.lanes()) {
          case 8 -> new FastVectorOps8();
          case 4 -> new FastVectorOps4();
          default -> scalarFast;
        };
    this.vectorWide =
        switch (support.lanes()) {
          case 8 -> new WideVectorOps8();
          case 4 -> new WideVectorOps4();
          default -> scalarWide;
        };
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
    return new EvalLayout(logN, support.logLanes());
  }

  /// The kernels of a limb.
  ///
  /// @throws IllegalArgumentException if the prime is not 1 modulo 2N
  public LimbKernels kernels(int logN, Modulus modulus) {
    return limbs.computeIfAbsent(new LimbKey(logN, modulus), this::makeKernels);
  }

  private LimbKernels makeKernels(LimbKey key) {
    NttTables ntt = NttTables.of(key.logN(), key.modulus());
    EvalLayout layout = layout(key.logN());
    if (!key.modulus().isFastLane()) {
      useWideLane();
    }
    return key.modulus().isFastLane()
        ? new FastKernels(ntt, layout, scalarFast, vectorFast, readiness)
        : new WideKernels(ntt, layout, scalarWide, vectorWide, readiness);
  }

  /// Kernels that are all of one kind, whatever is ready.
  private LimbKernels makeKernels(int logN, Modulus modulus, boolean vector) {
    NttTables ntt = NttTables.of(logN, modulus);
    EvalLayout layout = layout(logN);
    KernelReadiness none = new KernelReadiness();
    FastOps fast = vector ? vectorFast : scalarFast;
    WideOps wide = vector ? vectorWide : scalarWide;
    return modulus.isFastLane()
        ? new FastKernels(ntt, layout, fast, fast, none)
        : new WideKernels(ntt, layout, wide, wide, none);
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

  /// Starts a daemon thread that runs every vector kernel on scratch data until it is compiled and
  /// beats its scalar twin, for at most [#WARM_UP_LIMIT]. Wide kernels follow, in the same manner,
  /// once there is a wide limb. A second call does nothing.
  public synchronized void warmUp() {
    if (!warm && !closed) {
      warm = true;
      startWarmUp(true);
      if (wideInUse) {
        startWarmUp(false);
      }
    }
  }

  private synchronized void useWideLane() {
    if (!wideInUse && !closed) {
      wideInUse = true;
      if (warm) {
        startWarmUp(false);
      }
    }
  }

  private void startWarmUp(boolean fastLane) {
    if (!support.isVector()) {
      readiness.settle(fastLane);
      return;
    }
    List<WarmUpLimb> limbs = WarmUpLimb.all(this::makeKernels, fastLane);
    KernelWarmUp warmUp = new KernelWarmUp(readiness, fastLane, WARM_UP_LIMIT, limbs);
    warmUps.add(warmUp);
    Thread.ofPlatform().daemon().name("cloakwork-kernel-warm-up").start(warmUp);
  }

  /// Stops the warm-up; kernels go on working, those not flipped yet as scalar code.
  @Override
  public synchronized void close() {
    closed = true;
    warmUps.forEach(KernelWarmUp::stop);
    readiness.settle(true);
    readiness.settle(false);
  }
}
