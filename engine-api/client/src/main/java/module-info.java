/// The key owner's side. Secret keys exist only here.
module io.cloakwork.client {
  requires transitive io.cloakwork.ckks;

  exports io.cloakwork.client;
  exports io.cloakwork.client.sampling;
}
