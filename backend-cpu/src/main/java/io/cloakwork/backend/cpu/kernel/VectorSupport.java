package io.cloakwork.backend.cpu.kernel;

/// Which vector kernels a [KernelTable] uses, and why.
///
/// @param lanes 64-bit lanes a vector: 8 or 4, or 1 for scalar code
/// @param reason one sentence for people
public record VectorSupport(int lanes, String reason) {

  private static final String MODULE = "jdk.incubator.vector";

  /// Looks at the machine and at the run-time image; loads the Vector API only if it is there.
  public static VectorSupport probe(VectorMode mode) {
    return switch (mode) {
      case OFF -> new VectorSupport(1, "vector kernels are switched off");
      case AUTO ->
          ModuleLayer.boot().findModule(MODULE).isEmpty()
              ? new VectorSupport(1, "the JVM was started without --add-modules " + MODULE)
              : ofPreferredLanes(PreferredLanes.count());
    };
  }

  private static VectorSupport ofPreferredLanes(int lanes) {
    if (lanes >= 8) {
      return new VectorSupport(8, "512-bit vectors");
    }
    if (lanes == 4) {
      return new VectorSupport(4, "256-bit vectors");
    }
    return new VectorSupport(
        1, "the machine prefers vectors of %d bits: scalar code is faster".formatted(64 * lanes));
  }

  public boolean isVector() {
    return lanes > 1;
  }

  /// Apart, so that nothing of the incubating module is linked unless it is present.
  private static final class PreferredLanes {
    static int count() {
      return jdk.incubator.vector.DoubleVector.SPECIES_PREFERRED.length();
    }
  }
}
