/// Kernel sources and binaries for accelerators, as resources.
module io.cloakwork.kernels {
  exports io.cloakwork.kernels;
}
