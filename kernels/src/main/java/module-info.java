/// Kernel sources for accelerators, as resources, and the launches of them that a command graph is.
module io.cloakwork.kernels {
  requires transitive io.cloakwork.spi;
  requires org.tukaani.xz;

  exports io.cloakwork.kernels;
  exports io.cloakwork.kernels.cuda;
  exports io.cloakwork.kernels.launch;
  exports io.cloakwork.kernels.runtime;
}
