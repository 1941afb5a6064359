package io.cloakwork.backend.tornado;

import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/// Finds TornadoVM's OpenCL devices. The first class here that cannot be loaded without an SDK.
final class VmDevices {

  /// Whether TornadoVM runs on the host, with a line of warning, what it cannot compile. It does
  /// unless told otherwise, and it reads this once, when it starts.
  private static final String HOST_FALL_BACK = "tornado.recover.bailout";

  private VmDevices() {}

  /// The devices, in TornadoVM's order.
  ///
  /// @throws IllegalStateException if there are none, or none may be used; the message is a
  ///   sentence that says why
  /// @throws LinkageError if TornadoVM, or a part of it, is not there
  static List<VmDevice> find() {
    refuseHostFallBack();
    TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
    List<TornadoVMBackendType> types = new ArrayList<>();
    for (int i = 0; i < runtime.getNumBackends(); i++) {
      types.add(runtime.getBackendType(i));
    }
    int openCl = types.indexOf(TornadoVMBackendType.OPENCL);
    if (openCl < 0) {
      throw new IllegalStateException(
          "TornadoVM has no OpenCL backend, only %s; install an SDK that has it".formatted(types));
    }
    List<VmDevice> devices =
        runtime.getBackend(openCl).getAllDevices().stream().map(VmDevice::of).toList();
    if (devices.isEmpty()) {
      throw new IllegalStateException("TornadoVM's OpenCL backend has no device");
    }
    return devices;
  }

  /// Nothing of ours falls back silently, so neither does what we stand on.
  private static void refuseHostFallBack() {
    String set = System.getProperty(HOST_FALL_BACK);
    if (set == null) {
      System.setProperty(HOST_FALL_BACK, "False");
    } else if (Boolean.parseBoolean(set)) {
      throw new IllegalStateException(
          "TornadoVM is told to run on the host what it cannot compile; leave out -D%s=%s"
              .formatted(HOST_FALL_BACK, set));
    }
  }
}
