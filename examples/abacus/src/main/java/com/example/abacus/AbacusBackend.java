package com.example.abacus;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An accelerator that is easily had: one thread of this machine. It does transforms and what is
/// done word by word, modulo primes below 2^50; conversions between bases are not declared.
public final class AbacusBackend implements BackendProvider {

  private static final String NAME = "abacus";
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int WORD_BITS = 50;

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          ModulusChain.MIN_LOG_N,
          ModulusChain.MAX_LOG_N,
          WORD_BITS,
          Set.<Class<? extends RnsOp>>of(
              RnsOp.Ntt.class,
              RnsOp.Intt.class,
              RnsOp.Add.class,
              RnsOp.Sub.class,
              RnsOp.Neg.class,
              RnsOp.Mul.class,
              RnsOp.MulAdd.class,
              RnsOp.MulScalar.class,
              RnsOp.Copy.class,
              RnsOp.Fill.class));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /// A board's provider looks for its driver here and says what is missing.
  @Override
  public Probe probe() {
    return new Probe.Available(List.of(profile(MEMORY_BYTES)));
  }

  @Override
  public Device open(DeviceOptions options) {
    if (options.index() != 0) {
      throw new BackendUnavailableException(
          "backend abacus has one device; there is no index " + options.index(), null);
    }
    long limit = options.memoryLimitBytes() == 0 ? MEMORY_BYTES : options.memoryLimitBytes();
    return new AbacusDevice(profile(limit), CAPABILITIES);
  }

  private static DeviceProfile profile(long memoryBytes) {
    return new DeviceProfile(NAME, "an abacus", 1, memoryBytes, Map.of());
  }
}
