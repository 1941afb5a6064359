/// Benchmarks and their reports.
module io.cloakwork.bench {
  requires io.cloakwork.compiler;
  requires io.cloakwork.client;
}
