/// Compiled networks and their clients' sessions in one process: requests batched within a
/// deadline, admitted by predicted cost, scheduled fairly.
module io.cloakwork.serve.host {
  requires transitive io.cloakwork.compiler;
  requires transitive io.cloakwork.serve.store;

  exports io.cloakwork.serve.host;
}
