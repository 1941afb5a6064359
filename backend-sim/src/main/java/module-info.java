/// The sim backend.
module io.cloakwork.backend.sim {
  requires io.cloakwork.spi;
}
