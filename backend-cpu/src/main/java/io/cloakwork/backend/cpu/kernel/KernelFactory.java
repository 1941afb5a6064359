package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// Makes the kernels of limbs, scalar and vector, for one vector width.
final class KernelFactory {

  private final int logLanes;
  private final FastOps scalarFast = new ScalarFastOps();
  private final WideOps scalarWide = new ScalarWideOps();
  private final FastOps vectorFast;
  private final WideOps vectorWide;
  private final DigitOps scalarDigits = new ScalarDigitOps();
  private final DigitOps vectorDigits;

  /// @param lanes 64-bit lanes a vector: 8 or 4, or 1 for scalar code
  KernelFactory(int lanes) {
    logLanes = Integer.numberOfTrailingZeros(lanes);
    vectorFast =
        switch (lanes) {
          case 8 -> new FastVectorOps8();
          case 4 -> new FastVectorOps4();
          default -> scalarFast;
        };
    vectorWide =
        switch (lanes) {
          case 8 -> new WideVectorOps8();
          case 4 -> new WideVectorOps4();
          default -> scalarWide;
        };
    vectorDigits =
        switch (lanes) {
          case 8 -> new DigitVectorOps8();
          case 4 -> new DigitVectorOps4();
          default -> scalarDigits;
        };
  }

  /// Kernels of linear combinations, scalar until `readiness` reports their vector twins.
  CombinationKernels makeCombination(Modulus modulus, KernelReadiness readiness) {
    return CombinationKernels.of(modulus, scalarDigits, vectorDigits, readiness);
  }

  /// Kernels of linear combinations that are all vector or all scalar code.
  CombinationKernels makeUniformCombination(Modulus modulus, boolean vector) {
    DigitOps ops = vector ? vectorDigits : scalarDigits;
    return CombinationKernels.of(modulus, ops, ops, new KernelReadiness());
  }

  /// The private order of evaluations of degree 2^logN.
  EvalLayout layout(int logN) {
    return new EvalLayout(logN, logLanes);
  }

  /// Kernels that are scalar until `readiness` reports their vector twins, one by one.
  LimbKernels make(int logN, Modulus modulus, KernelReadiness readiness) {
    NttTables ntt = NttTables.of(logN, modulus);
    return modulus.isFastLane()
        ? new FastKernels(ntt, layout(logN), scalarFast, vectorFast, readiness)
        : new WideKernels(ntt, layout(logN), scalarWide, vectorWide, readiness);
  }

  /// Kernels that are all vector or all scalar code, whatever is ready.
  LimbKernels makeUniform(int logN, Modulus modulus, boolean vector) {
    NttTables ntt = NttTables.of(logN, modulus);
    FastOps fast = vector ? vectorFast : scalarFast;
    WideOps wide = vector ? vectorWide : scalarWide;
    KernelReadiness none = new KernelReadiness();
    return modulus.isFastLane()
        ? new FastKernels(ntt, layout(logN), fast, fast, none)
        : new WideKernels(ntt, layout(logN), wide, wide, none);
  }
}
