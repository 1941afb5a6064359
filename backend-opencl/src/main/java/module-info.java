/// The opencl backend.
module io.cloakwork.backend.opencl {
  requires io.cloakwork.spi;
}
