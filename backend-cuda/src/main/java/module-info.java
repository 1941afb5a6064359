/// The cuda backend.
module io.cloakwork.backend.cuda {
  requires io.cloakwork.spi;
}
