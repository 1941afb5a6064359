/// Benchmarks and their reports.
module io.cloakwork.bench {
  requires transitive io.cloakwork.ckks;
  requires io.cloakwork.client;

  exports io.cloakwork.bench.ops;
  exports io.cloakwork.bench.tune;
}
