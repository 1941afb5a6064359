package uk.ac.manchester.tornado.api.runtime;

import java.util.List;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/// Two backends: first one that is not OpenCL and that nobody should choose, then one that says
/// that it is, with two devices.
final class HostRuntime implements TornadoRuntime {

  private record Backend(TornadoVMBackendType type, List<TornadoDevice> devices)
      implements TornadoBackend {

    @Override
    public List<TornadoDevice> getAllDevices() {
      return devices;
    }
  }

  private final List<Backend> backends =
      List.of(
          new Backend(TornadoVMBackendType.VIRTUAL, List.of(new HostDevice("virtual"))),
          new Backend(
              TornadoVMBackendType.OPENCL,
              List.of(new HostDevice("stand-in"), new HostDevice("second stand-in"))));

  @Override
  public int getNumBackends() {
    return backends.size();
  }

  @Override
  public TornadoVMBackendType getBackendType(int index) {
    return backends.get(index).type();
  }

  @Override
  public TornadoBackend getBackend(int index) {
    return backends.get(index);
  }
}
