/// OpenCL devices. Nothing is exported: the provider is found by [java.util.ServiceLoader].
module io.cloakwork.backend.opencl {
  requires io.cloakwork.hardware.profiles;
  requires io.cloakwork.kernels;
  requires io.cloakwork.spi;
  requires jocl;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.opencl.OpenClBackendProvider;
}
