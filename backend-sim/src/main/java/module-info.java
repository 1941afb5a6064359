/// Devices that exist as a profile only. Nothing is exported: the provider is found by
/// [java.util.ServiceLoader].
module io.cloakwork.backend.sim {
  requires io.cloakwork.spi;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.sim.SimBackendProvider;
}
