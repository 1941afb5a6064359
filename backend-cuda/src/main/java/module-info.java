/// NVIDIA GPUs. Nothing is exported: the provider is found by [java.util.ServiceLoader].
module io.cloakwork.backend.cuda {
  requires io.cloakwork.hardware.profiles;
  requires io.cloakwork.kernels;
  requires io.cloakwork.spi;
  requires jcuda;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.cuda.CudaBackendProvider;
}
