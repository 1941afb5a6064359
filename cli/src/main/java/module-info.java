/// The commands behind ./cloakwork.
module io.cloakwork.cli {
  requires io.cloakwork.compiler;
  requires io.cloakwork.client;
}
