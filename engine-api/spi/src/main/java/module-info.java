/// Rings and the contract between the engine and a backend. Requires nothing but the JDK, so that a
/// hardware team can implement [io.cloakwork.spi.device.BackendProvider] against this jar alone.
module io.cloakwork.spi {
  exports io.cloakwork.spi.ring;
  exports io.cloakwork.spi.graph;
  exports io.cloakwork.spi.device;
  exports io.cloakwork.spi.uniform;
  exports io.cloakwork.spi.hash;

  uses io.cloakwork.spi.device.BackendProvider;
}
