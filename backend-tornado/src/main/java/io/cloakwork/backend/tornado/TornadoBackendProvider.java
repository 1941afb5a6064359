package io.cloakwork.backend.tornado;

import io.cloakwork.backend.tornado.kernels.Residues;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.List;
import java.util.Set;

/// The provider of TornadoVM's OpenCL devices: the first one unless an index or a name says
/// otherwise. No class of TornadoVM is loaded before [#probe] and [#open].
public final class TornadoBackendProvider implements BackendProvider {

  static final String NAME = "tornado";

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          ModulusChain.MIN_LOG_N,
          ModulusChain.MAX_LOG_N,
          Residues.MAX_BITS,
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

  /// For [java.util.ServiceLoader].
  public TornadoBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Probe probe() {
    try {
      return new Probe.Available(VmDevices.find().stream().map(VmDevice::profile).toList());
    } catch (IllegalStateException e) {
      return new Probe.Unavailable(e.getMessage(), e);
    } catch (LinkageError | RuntimeException e) {
      return new Probe.Unavailable(reason(e), e);
    }
  }

  private static String reason(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof ClassNotFoundException missing
        ? "TornadoVM is not there (no class %s); start java with @SDK/tornado-argfile"
            .formatted(missing.getMessage())
        : "TornadoVM does not start: " + root;
  }

  /// Opens the device. Threads and pinning are TornadoVM's affair; there are no properties.
  @Override
  public Device open(DeviceOptions options) {
    options.requireKnown(NAME, List.of());
    if (probe() instanceof Probe.Unavailable(String reason, Throwable cause)) {
      throw new BackendUnavailableException(reason, cause);
    }
    List<VmDevice> devices = VmDevices.find();
    if (options.index() >= devices.size()) {
      throw new BackendUnavailableException(
          "TornadoVM has %d OpenCL devices; there is no index %d"
              .formatted(devices.size(), options.index()),
          null);
    }
    VmDevice device = devices.get(options.index());
    long limit = options.memoryLimitBytes();
    return new TornadoBackendDevice(limit == 0 ? device : device.withLimit(limit), CAPABILITIES);
  }
}
