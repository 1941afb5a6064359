/// What a command graph makes a machine do, and how long that takes: the model that the compiler
/// plans with and that simulated devices keep time by.
module io.cloakwork.cost {
  requires transitive io.cloakwork.spi;
  requires com.fasterxml.jackson.databind;
  requires io.cloakwork.hardware.profiles;

  exports io.cloakwork.cost;
}
