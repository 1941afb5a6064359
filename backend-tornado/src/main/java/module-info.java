/// Devices that TornadoVM generates code for. Nothing is exported: the provider is found by
/// [java.util.ServiceLoader]. TornadoVM itself comes with its SDK or is not there at all.
module io.cloakwork.backend.tornado {
  requires io.cloakwork.spi;
  requires static tornado.api;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.tornado.TornadoBackendProvider;
}
