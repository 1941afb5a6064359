/// Devices that exist as a profile only. Nothing is exported: the provider is found by
/// [java.util.ServiceLoader].
module io.cloakwork.backend.sim {
  requires io.cloakwork.cost;
  requires io.cloakwork.hardware.profiles;
  requires io.cloakwork.spi;

  uses io.cloakwork.spi.device.BackendProvider;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.sim.SimBackendProvider;
}
