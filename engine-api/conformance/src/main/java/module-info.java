/// The cases that every backend must pass, bit for bit.
module io.cloakwork.conformance {
  requires transitive io.cloakwork.spi;
  requires io.cloakwork.client;
  requires java.management;
  requires jdk.management;
  requires static org.junit.jupiter.api;

  exports io.cloakwork.conformance;
  exports io.cloakwork.conformance.junit;
  exports io.cloakwork.conformance.skeleton;

  uses io.cloakwork.spi.device.BackendProvider;
}
