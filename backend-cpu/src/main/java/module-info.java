/// The CPU backend: Vector API kernels with scalar twins under a tile scheduler.
module io.cloakwork.backend.cpu {
  requires io.cloakwork.spi;
  requires io.cloakwork.hardware.profiles;
  requires jdk.incubator.vector;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.cpu.CpuBackendProvider;
}
