package io.cloakwork.conformance.skeleton;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The skeleton of a provider. Copy the package, rename it, register the copy in
/// `META-INF/services/io.cloakwork.spi.device.BackendProvider` (and in module-info), and declare
/// operations one by one as they come to pass the suite. This one is registered nowhere.
public final class NullBackend implements BackendProvider {

  private static final String NAME = "null";
  private static final long MEMORY_BYTES = 256L << 20;

  private final Capabilities capabilities;

  /// The backend as copied: no operations.
  public NullBackend() {
    this(Set.of());
  }

  /// A backend that claims to run `operations`, which the suite then disproves.
  public NullBackend(Set<Class<? extends RnsOp>> operations) {
    this.capabilities =
        new Capabilities(
            ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N, Modulus.MAX_BITS, operations);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  /// Look for the device here: load its driver, ask for its name and memory, and say what is
  /// missing (`new Probe.Unavailable(reason, cause)`) instead of throwing.
  @Override
  public Probe probe() {
    return new Probe.Available(List.of(profile(MEMORY_BYTES)));
  }

  @Override
  public Device open(DeviceOptions options) {
    if (options.index() != 0) {
      throw new BackendUnavailableException(
          "backend %s has one device; there is no index %d".formatted(NAME, options.index()), null);
    }
    long limit = options.memoryLimitBytes() == 0 ? MEMORY_BYTES : options.memoryLimitBytes();
    return new NullDevice(profile(limit), capabilities);
  }

  private static DeviceProfile profile(long memoryBytes) {
    return new DeviceProfile(NAME, "no device", 1, memoryBytes, Map.of());
  }
}
