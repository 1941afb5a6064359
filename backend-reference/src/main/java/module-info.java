/// The oracle: plain exact arithmetic that a reader can check by eye.
module io.cloakwork.backend.reference {
  requires io.cloakwork.spi;

  provides io.cloakwork.spi.device.BackendProvider with
      io.cloakwork.backend.reference.ReferenceBackend;
}
