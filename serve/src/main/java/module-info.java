/// Sessions, key store, batching and admission around compiled networks.
module io.cloakwork.serve {
  requires transitive io.cloakwork.compiler;
}
